"""Broken files, one fault each: the checker says what is required, on the right line, and never crashes.

`broken_files.txt` has the expected message of every case, to be read by people.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.check import check

HERE = Path(__file__).parent
VOCABULARIES = Path(__file__).parents[2] / "content" / "vocabularies"
EXPECTED = dict(line.split(" | ", 1) for line in (HERE / "broken_files.txt").read_text().splitlines())

INTERVENTION = """---
kind: intervention
title: Leren met spelen
summary: Jonge kinderen leren door te spelen, samen met hun ouders.
questions:
  - Hoe leren kleuters door te spelen?
  - Wat kost het?
  - Wie heb ik nodig?
  - Werkt het ook thuis?
goal: A
school_types: [po]
problem_areas: [leerontwikkeling]
partners:
  - {partner: ouders, role: helpful, basis: source}
settings: [klas]
ages: {lowest: 4, highest: 6}
ratings:
  - {scale: effect, value: 3, source: bron, version: eerste, date: '2021', current: true}
  - {scale: effect, value: 2, source: bron, version: oude, date: null}
sources:
  - id: bron
    title: Een bron
    publisher: Een uitgever
    url: https://example.org/bron
last_reviewed: '2026-01-31'
---

## Wat is het?

Kinderen spelen en leren. Zie [de kop](#wat-is-het).
"""
PROGRAMME = INTERVENTION.replace("kind: intervention", "kind: programme").replace(
    "goal: A", "owner: null\nrecognition: {level: goed-onderbouwd, words: Goed onderbouwd, body: NJi, date: '2020-01-01'}"
)
PRACTICE = (
    INTERVENTION.replace("kind: intervention", "kind: good-practice")
    .replace(
        "goal: A",
        "organisation: Een school\nperiod: null\nprogramme_money: unknown\nplaces:\n  - {name: Breda, municipality: breda}",
    )
    .replace("role: helpful", "role: involved")
)
NEIGHBOUR = INTERVENTION.replace("Leren met spelen", "Buurman").replace("goal: A", "goal: A\nparent: proef\naliases: [oude-naam]")


def swap(old, new, text=INTERVENTION):
    assert old in text
    return text.replace(old, new, 1)


TEXTS = {
    "missing-title": swap("title: Leren met spelen\n", ""),
    "empty-title": swap("title: Leren met spelen", 'title: ""'),
    "null-title": swap("title: Leren met spelen", "title:"),
    "number-title": swap("title: Leren met spelen", "title: 12"),
    "long-title": swap("title: Leren met spelen", "title: " + "a" * 121),
    "long-summary": swap("summary: Jonge", "summary: " + "x" * 200),
    "unknown-field": swap("settings: [klas]", "setings: [klas]"),
    "unknown-nested-field": swap("    publisher: Een uitgever", "    publisher: Een uitgever\n    uitgever: x"),
    "three-questions": swap("  - Werkt het ook thuis?\n", ""),
    "nine-questions": swap("  - Wat kost het?\n", "".join(f"  - Vraag {n}?\n" for n in range(6))),
    "question-without-mark": swap("Wat kost het?", "Wat kost het"),
    "same-question": swap("Wat kost het?", "Wie heb ik nodig?"),
    "unknown-kind": swap("kind: intervention", "kind: intervention2"),
    "missing-kind": swap("kind: intervention\n", ""),
    "kind-in-wrong-folder": swap("kind: intervention", "kind: measure"),
    "text-for-list": swap("school_types: [po]", "school_types: po"),
    "empty-list": swap("school_types: [po]", "school_types: []"),
    "list-for-text": swap("title: Leren met spelen", "title: [Leren]"),
    "unknown-school-type": swap("[po]", "[po2]"),
    "broad-beside-part": swap("[po]", "[po, sbo]"),
    "same-school-type": swap("[po]", "[po, po]"),
    "unknown-problem-area": swap("[leerontwikkeling]", "[leerontwikeling]"),
    "unknown-partner": swap("partner: ouders", "partner: ouder"),
    "unknown-role": swap("role: helpful", "role: helpfull"),
    "involved-in-intervention": swap("role: helpful", "role: involved"),
    "unknown-basis": swap("basis: source", "basis: bron"),
    "unknown-goal": swap("goal: A", "goal: G"),
    "unknown-setting": swap("[klas]", "[klass]"),
    "ages-reversed": swap("lowest: 4, highest: 6", "lowest: 6, highest: 4"),
    "ages-too-high": swap("highest: 6", "highest: 99"),
    "ages-in-words": swap("highest: 6", "highest: zes"),
    "effect-out-of-range": swap("value: 3", "value: 30"),
    "value-in-words": swap("value: 3", "value: drie"),
    "value-with-fraction": swap("value: 3", "value: 3.5"),
    "two-current": swap("version: oude, date: null", "version: oude, date: null, current: true"),
    "none-current": swap(", current: true", ""),
    "current-without-value": swap("value: 3", "value: null").replace("value: 2", "value: null"),
    "rating-of-unknown-source": swap("source: bron, version: eerste", "source: brom, version: eerste"),
    "rating-without-version": swap(", version: eerste", ""),
    "unknown-scale": swap("scale: effect", "scale: effekt"),
    "no-sources": swap(
        "sources:\n  - id: bron\n    title: Een bron\n    publisher: Een uitgever\n    url: https://example.org/bron", "sources: []"
    ),
    "unsafe-url": swap("https://example.org/bron", "javascript:alert(1)"),
    "url-without-scheme": swap("https://example.org/bron", "www.example.org"),
    "bad-date": swap("'2026-01-31'", "31 januari 2026"),
    "date-that-does-not-exist": swap("'2026-01-31'", "'2026-02-30'"),
    "future-date": swap("'2026-01-31'", "'2999-01-31'"),
    "year-as-number": swap("date: '2021'", "date: 2021"),
    "slug-in-front-matter": swap("kind: intervention", "kind: intervention\nslug: iets"),
    "unknown-related": swap("settings: [klas]", "settings: [klas]\nrelated: [buurmam]"),
    "self-related": swap("settings: [klas]", "settings: [klas]\nrelated: [proef]"),
    "parent-circle": swap("settings: [klas]", "settings: [klas]\nparent: buurman"),
    "taken-alias": swap("settings: [klas]", "settings: [klas]\naliases: [oude-naam]"),
    "alias-of-an-item": swap("settings: [klas]", "settings: [klas]\naliases: [buurman]"),
    "no-front-matter": "Kinderen spelen.\n",
    "unclosed-front-matter": INTERVENTION.replace("---\n\n## Wat", "\n## Wat"),
    "tab": swap("settings: [klas]", "settings:\n\t- klas"),
    "colon-in-text": swap("summary: Jonge kinderen leren", "summary: Jonge kinderen: leren"),
    "unclosed-quote": swap("title: Leren", 'title: "Leren'),
    "duplicate-key": swap("goal: A", "goal: A\ngoal: B"),
    "anchor": swap("settings: [klas]", "settings: &plek [klas]"),
    "alias": swap("settings: [klas]", "settings: *plek"),
    "tag": swap("settings: [klas]", "settings: !!python/name:os.system [klas]"),
    "two-documents": swap("goal: A", "goal: A\n--- #\nkind: intervention"),
    "list-instead-of-fields": "---\n- een\n- twee\n---\ntekst\n",
    "too-deep": swap("settings: [klas]", "settings: " + "[" * 40 + "]" * 40),
    "bomb": swap("goal: A", "a: &a [x, x]\nb: &b [*a, *a]\ngoal: A"),
    "empty-body": swap("Kinderen spelen en leren. Zie [de kop](#wat-is-het).\n", "").replace("## Wat is het?\n", ""),
    "html-block": swap("Kinderen spelen", "<div>x</div>\n\nKinderen spelen"),
    "inline-html": swap("Kinderen spelen", "Kinderen <b>spelen</b>"),
    "script": swap("Kinderen spelen", "Kinderen <script>alert(1)</script> spelen"),
    "javascript-link": swap("#wat-is-het", "javascript:alert(1)"),
    "dead-anchor": swap("#wat-is-het", "#wat-was-het"),
    "dead-link": swap("#wat-is-het", "../interventions/buurmam.md"),
    "image": swap("Kinderen spelen", "![x](y.png) Kinderen spelen"),
    "heading-1": swap("## Wat", "# Wat"),
    "skipped-heading": swap("Kinderen spelen", "#### Diep\n\nKinderen spelen"),
    "code-block": swap("Kinderen spelen", "```\nx\n```\n\nKinderen spelen"),
    "long-sentence": swap("Kinderen spelen", "woord " * 26 + "en spelen"),
    "two-passives": swap("Kinderen spelen", "Het spel wordt gekozen en de regels worden verteld. Kinderen spelen"),
    "unexplained-abbreviation": swap("Kinderen spelen", "De XYZQ helpt. Kinderen spelen"),
    "uncarried-figure": swap("Kinderen spelen", "Wel 87 procent doet mee. Kinderen spelen"),
}
BYTES = {
    "crlf": INTERVENTION.replace("\n", "\r\n").encode(),
    "bom": b"\xef\xbb\xbf" + INTERVENTION.encode(),
    "latin-1": INTERVENTION.replace("Een bron", "Eén bron").encode("latin-1"),
    "utf-16": INTERVENTION.encode("utf-16"),
    "nul": INTERVENTION.replace("Een bron", "Een\0bron").encode(),
    "direction-mark": INTERVENTION.replace("Een bron", "Een \u202ebron").encode(),
    "ten-megabytes": INTERVENTION.encode() + b"x" * 10_000_000,
    "empty": b"",
}
OTHER_KINDS = {
    "interventions/recognition-without-words": swap("words: Goed onderbouwd", "words: null", PROGRAMME),
    "interventions/unknown-level": swap("level: goed-onderbouwd", "level: goed-onderbouwt", PROGRAMME),
    "interventions/programme-without-recognition": "\n".join(line for line in PROGRAMME.split("\n") if not line.startswith("recognition")),
    "good-practices/required-in-a-practice": swap("role: involved", "role: required", PRACTICE),
    "good-practices/unknown-municipality": swap("municipality: breda", "municipality: bredah", PRACTICE),
    "good-practices/programme-money": swap("programme_money: unknown", "programme_money: misschien", PRACTICE),
}


ODD_FILES = {
    "symlink-out": "link.md",
    "dangling-symlink": "leeg.md",
    "directory": "map.md",
    "wrong-extension": "tekst.txt",
    "bad-file-name": "Hoofdletter Naam.md",
    "same-slug": "buurman.md",
}
OTHER_BODY = "De buren doen het anders: zij lezen elke dag voor."
OTHER_KINDS = {case: text.replace("Kinderen spelen en leren", OTHER_BODY) for case, text in OTHER_KINDS.items()}


@pytest.fixture
def tree(tmp_path):
    """A sound catalogue of two items, to which a test adds its broken file."""
    shutil.copytree(VOCABULARIES, tmp_path / "content" / "vocabularies")
    root = tmp_path / "content"
    (root / "interventions").mkdir()
    (root / "good-practices").mkdir()
    (root / "interventions" / "proef.md").write_text(INTERVENTION)
    (root / "interventions" / "buurman.md").write_text(NEIGHBOUR.replace("Kinderen spelen en leren", "De buurman doet iets anders"))
    assert check(root).problems == ()
    return root


def found(root, path):
    return [
        str(problem).replace(f"{root}/", "").replace(str(root), "content")
        for problem in check(root).problems
        if problem.path.endswith(path.name)
    ]


def expect(case, messages):
    assert " || ".join(messages) == EXPECTED.get(case), f"{case} | {' || '.join(messages)}"


@pytest.mark.parametrize("case", TEXTS)
def test_a_broken_text_gets_its_message(tree, case):
    path = tree / "interventions" / "proef.md"
    path.write_text(TEXTS[case])
    expect(case, found(tree, path))


@pytest.mark.parametrize("case", BYTES)
def test_broken_bytes_get_their_message(tree, case):
    path = tree / "interventions" / "proef.md"
    path.write_bytes(BYTES[case])
    expect(case, found(tree, path))


@pytest.mark.parametrize("case", OTHER_KINDS)
def test_a_broken_file_of_another_kind_gets_its_message(tree, case):
    path = tree / f"{case}.md"
    path.write_text(OTHER_KINDS[case])
    expect(case, found(tree, path))


def test_files_that_are_no_content_files_get_their_message(tree, tmp_path):
    folder = tree / "interventions"
    (tmp_path / "elders.md").write_text(INTERVENTION)
    (folder / "link.md").symlink_to(tmp_path / "elders.md")
    (folder / "leeg.md").symlink_to(tmp_path / "nergens.md")
    (folder / "map.md").mkdir()
    (folder / "tekst.txt").write_text("x")
    (folder / "Hoofdletter Naam.md").write_text(INTERVENTION)
    (tree / "good-practices" / "buurman.md").write_text(PRACTICE.replace("Kinderen spelen en leren", OTHER_BODY))
    for case, name in ODD_FILES.items():
        expect(case, found(tree, Path(name)))


@pytest.mark.parametrize(
    ("case", "old", "new"),
    [
        ("vocabulary-unknown-broader", "broader: kinderopvang", "broader: kinderopvan"),
        ("vocabulary-circle", "id: kinderopvang\n", "id: kinderopvang\n    broader: bso\n"),
        ("vocabulary-duplicate", "id: bso\n", "id: gemeente\n"),
        ("vocabulary-name", "name: partners", "name: partner"),
        ("vocabulary-without-label", "    label: Gemeente\n", ""),
    ],
)
def test_a_broken_vocabulary_gets_its_message(tree, case, old, new):
    path = tree / "vocabularies" / "partners.yaml"
    path.write_text(swap(old, new, path.read_text()))
    expect(case, found(tree, path)[:1])


def test_a_missing_vocabulary_gets_its_message(tree):
    path = tree / "vocabularies" / "goals.yaml"
    path.unlink()
    expect("vocabulary-missing", found(tree, path))


def test_there_are_enough_cases_and_every_expectation_is_used():
    used = {*TEXTS, *BYTES, *OTHER_KINDS, *ODD_FILES}
    assert len(EXPECTED) >= 60
    assert all(case in used or case.startswith("vocabulary-") for case in EXPECTED)


def run(tree, *command):
    environment = {**os.environ, "CONTENT_DIR": str(tree), "VAR_DIR": str(tree.parent / "var")}
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *command], capture_output=True, text=True, check=False, timeout=60, env=environment
    )


def test_the_command_reports_and_nothing_is_written(tree):
    (tree / "interventions" / "proef.md").write_text(TEXTS["unknown-goal"])
    for command in ("check", "publish"):
        result = run(tree, command)
        assert result.returncode == 1
        assert f"interventions/proef.md:10: {EXPECTED['unknown-goal'].split(': ', 1)[1]}" in result.stderr
        assert "Traceback" not in result.stderr
    assert not (tree.parent / "var").exists()


@settings(max_examples=120, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(0, len(INTERVENTION)), length=st.integers(0, 80), insert=st.one_of(st.text(max_size=30), st.binary(max_size=30)))
def test_no_mutation_crashes_the_checker(tree, start, length, insert):
    raw = INTERVENTION.encode()
    middle = insert.encode("utf-8", "surrogatepass") if isinstance(insert, str) else insert
    (tree / "interventions" / "proef.md").write_bytes(raw[:start] + middle + raw[start + length :])
    check(tree)
