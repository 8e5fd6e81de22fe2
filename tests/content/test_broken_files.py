"""Files with one fault each: the checker says what is required, on the right line, and nothing more.

Each case breaks one thing in the sound catalogue of `sound/`. `broken_files.txt` has all that the checker then says, as people read it.
"""

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
EXPECTED = {
    case: lines for case, *lines in (block.splitlines() for block in (HERE / "broken_files.txt").read_text(encoding="utf-8").split("\n\n"))
}

SOURCES = "sources:\n  - id: bron\n    title: Een bron\n    publisher: Een uitgever\n    url: https://example.org/bron\n"
# By file, by case: what stands there, and what is put in its place.
SWAPS = {
    "interventions/proef.md": {
        # a field is missing, unknown or mistyped
        "missing-title": ("title: Leren met spelen\n", ""),
        "missing-kind": ("kind: intervention\n", ""),
        "missing-goal": ("goal: A\n", ""),
        "missing-sources": (SOURCES, ""),
        "missing-role": ("role: helpful, ", ""),
        "missing-rating-version": (", version: eerste", ""),
        "missing-several-fields": ("title: Leren met spelen\nsummary: Jonge kinderen leren door te spelen, samen met hun ouders.\n", ""),
        "unknown-field": ("goal: A", "goal: A\nkleur: rood"),
        "mistyped-field": ("settings:", "setings:"),
        "mistyped-required-field": ("summary:", "sumary:"),
        "mistyped-field-in-an-entry": ("    publisher:", "    publischer:"),
        "unknown-field-in-an-entry": ("role: helpful,", "role: helpful, rol: x,"),
        "slug-in-front-matter": ("goal: A", "goal: A\nslug: proef"),
        "body-in-front-matter": ("goal: A", "goal: A\nbody: Kinderen spelen"),
        # a value is of the wrong type, empty, too long or too short
        "number-for-text": ("title: Leren met spelen", "title: 2021"),
        "truth-value-for-text": ("title: Leren met spelen", "title: true"),
        "list-for-text": ("title: Leren met spelen", "title: [Leren, spelen]"),
        "fields-for-text": ("title: Leren met spelen", "title: {nl: Leren}"),
        "text-for-list": ("school_types: [po]", "school_types: po"),
        "fields-for-list": ("school_types: [po]", "school_types: {po: true}"),
        "text-for-fields": ("  - {partner: ouders, role: helpful, basis: source}", "  - ouders"),
        "list-for-fields": ("ages: {lowest: 4, highest: 6}", "ages: [4, 6]"),
        "list-for-choice": ("role: helpful", "role: [helpful]"),
        "text-for-number": ("value: 3", "value: drie"),
        "quoted-number": ("value: 3", "value: '3'"),
        "fraction-for-number": ("value: 3", "value: 3.5"),
        "truth-value-for-number": ("value: 3", "value: true"),
        "huge-number": ("value: 3", "value: 99999999999999999999"),
        "text-for-truth-value": ("current: true", "current: ja"),
        "yes-for-truth-value": ("current: true", "current: yes"),
        "empty-title": ("title: Leren met spelen", "title:"),
        "title-of-quotes": ("title: Leren met spelen", 'title: ""'),
        "title-of-spaces": ("title: Leren met spelen", 'title: "   "'),
        "empty-list": ("school_types: [po]", "school_types: []"),
        "list-left-out": ("school_types: [po]", "school_types:"),
        "empty-role": ("role: helpful", "role: null"),
        "empty-entry": ("  - Wat kost het?", "  -"),
        "empty-group": ("  - {partner: ouders, role: helpful, basis: source}", "  -"),
        "long-title": ("title: Leren met spelen", "title: " + "a" * 121),
        "long-summary": ("summary: Jonge kinderen", "summary: Jonge" + " kinderen" * 20),
        "three-questions": ("  - Werkt het ook thuis?\n", ""),
        "nine-questions": ("  - Wat kost het?\n", "".join(f"  - Is dit vraag {number}?\n" for number in range(1, 7))),
        "no-sources": (SOURCES, "sources: []\n"),
        # kind and choices
        "unknown-kind": ("kind: intervention", "kind: interventie"),
        "list-for-kind": ("kind: intervention", "kind: [intervention]"),
        "kind-of-another-folder": ("kind: intervention", "kind: measure"),
        "unknown-role": ("role: helpful", "role: helpfull"),
        "unknown-basis": ("basis: source", "basis: bron"),
        "unknown-scale": ("scale: effect, value: 3", "scale: effekt, value: 3"),
        "role-of-a-good-practice": ("role: helpful", "role: involved"),
        # vocabularies
        "unknown-goal": ("goal: A", "goal: G"),
        "unknown-school-type": ("[po]", "[poo]"),
        "unknown-problem-area": ("[leerontwikkeling]", "[leerontwikeling]"),
        "unknown-partner": ("partner: ouders", "partner: ouder"),
        "label-for-partner": ("partner: ouders", "partner: Ouders en verzorgers"),
        "unknown-setting": ("[klas]", "[klass]"),
        "part-beside-the-whole": ("[po]", "[po, sbo]"),
        # numbers, ratings and sources
        "ages-reversed": ("lowest: 4, highest: 6", "lowest: 6, highest: 4"),
        "age-too-high": ("highest: 6", "highest: 99"),
        "age-too-low": ("lowest: 4", "lowest: -1"),
        "effect-out-of-range": ("value: 3", "value: 30"),
        "evidence-out-of-range": ("scale: effect, value: 2", "scale: evidence, value: 0, current: true"),
        "cost-out-of-range": ("scale: effect, value: 2", "scale: cost, value: 6, current: true"),
        "two-current-ratings": ("date: null}", "date: null, current: true}"),
        "no-current-rating": (", current: true", ""),
        "current-rating-without-value": ("value: 3", "value: null"),
        "rating-of-an-unknown-source": ("source: bron, version: eerste", "source: brom, version: eerste"),
        "figure-of-an-unknown-source": (
            "settings: [klas]",
            "settings: [klas]\nfigures:\n  - {value: '3', meaning: maanden, source: tabel}",
        ),
        "script-as-address": ("https://example.org/bron", "javascript:alert(1)"),
        "address-without-https": ("https://example.org/bron", "www.example.org"),
        # dates
        "date-in-words": ("'2024-01-31'", "31 januari 2024"),
        "date-without-zeros": ("'2024-01-31'", "2024-1-31"),
        "date-in-other-digits": ("'2024-01-31'", "２０２４"),
        "date-that-does-not-exist": ("'2024-01-31'", "'2023-02-29'"),
        "month-that-does-not-exist": ("'2024-01-31'", "'2024-13'"),
        "year-nought": ("'2024-01-31'", "'0000'"),
        "year-as-number": ("date: '2021'", "date: 2021"),
        "date-in-the-future": ("'2024-01-31'", "'2999-01-31'"),
        "source-seen-in-the-future": ("    url:", "    seen: '2999'\n    url:"),
        "rating-of-the-future": ("date: '2021'", "date: '2999-12'"),
        # twice the same
        "same-question": ("Wat kost het?", "Wie heb ik nodig?"),
        "same-school-type": ("[po]", "[po, po]"),
        "same-partner": ("basis: source}", "basis: source}\n  - {partner: ouders, role: required, basis: source}"),
        "same-source": ("sources:", "sources:\n  - {id: bron, title: Nog een, publisher: Iemand, url: null}"),
        "same-abbreviation": ("goal: A", "goal: A\nabbreviations: [LMS, LMS]"),
        "question-without-mark": ("Wat kost het?", "Wat kost het"),
        # other items
        "unknown-related-item": ("goal: A", "goal: A\nrelated: [buurmam]"),
        "related-item-under-its-old-name": ("goal: A", "goal: A\nrelated: [oude-naam]"),
        "file-name-for-slug": ("goal: A", "goal: A\nrelated: [buurman.md]"),
        "related-to-itself": ("goal: A", "goal: A\nrelated: [proef]"),
        "same-related-item": ("goal: A", "goal: A\nrelated: [buurman, buurman]"),
        "related-pair-written-twice": ("goal: A", "goal: A\nrelated: [wegwijzer]"),
        "unknown-parent": ("goal: A", "goal: A\nparent: buurmam"),
        "parent-of-itself": ("goal: A", "goal: A\nparent: proef"),
        "parents-in-a-circle": ("goal: A", "goal: A\nparent: buurman"),
        "taken-alias": ("goal: A", "goal: A\naliases: [oude-naam]"),
        "alias-of-an-item": ("goal: A", "goal: A\naliases: [programma]"),
        "alias-of-itself": ("goal: A", "goal: A\naliases: [proef]"),
        # YAML
        "no-front-matter": ("---\nkind", "kind"),
        "unclosed-front-matter": ("---\n\n## Wat", "\n## Wat"),
        "empty-front-matter": ("---\nkind", "---\n---\nkind"),
        "list-for-front-matter": ("---\nkind", "---\n- een\n- twee\n---\nkind"),
        "tab": ("school_types: [po]", "school_types:\n\t- po"),
        "colon-in-text": ("summary: Jonge kinderen", "summary: Jonge kinderen: zij"),
        "quote-in-text": ("title: Leren met spelen", "title: 'Leren' met spelen"),
        "unclosed-quote": ("title: Leren met spelen", 'title: "Leren met spelen'),
        "unclosed-bracket": ("school_types: [po]", "school_types: [po"),
        "unclosed-brace": ("basis: source}", "basis: source"),
        "backslash": ("title: Leren met spelen", 'title: "Leren \\spelen"'),
        "at-sign": ("title: Leren met spelen", "title: @school"),
        "hyphen-behind-a-field": ("school_types: [po]", "school_types: - po"),
        "line-that-is-no-field": ("goal: A", "goal: A\nzomaar een zin\nsubjects: []"),
        "field-among-entries": ("questions:", "questions:\n  - Eerst?\n  nog: iets"),
        "wrong-indentation": ("goal: A", " goal: A"),
        "list-for-a-field-name": ("goal: A", "goal: A\n? [een, twee]\n: drie"),
        "field-twice": ("goal: A", "goal: A\ngoal: B"),
        "field-twice-in-an-entry": ("role: helpful", "role: helpful, role: required"),
        "anchor": ("[klas]", "&plek [klas]"),
        "alias": ("[klas]", "*plek"),
        "tag": ("[klas]", "!!python/name:os.system [klas]"),
        "alias-bomb": ("goal: A", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ngoal: A"),
        "two-documents": ("goal: A", "goal: A\n--- # tweede\nkind: intervention"),
        "nested-too-deep": ("[klas]", "[" * 5000 + "]" * 5000),
        # the body
        "empty-body": ("\n## Wat is het?\n\nKinderen spelen en leren. Zie [de kop](#wat-is-het).\n", ""),
        "front-matter-and-body": ("---\n\n## Wat is het?", "kleur: rood\n---\n\n# Wat is het?"),
        "long-body": ("Kinderen spelen", "Kinderen spelen.\n\n" * 3000 + "Kinderen spelen"),
        "html-block": ("Kinderen spelen", "<div>x</div>\n\nKinderen spelen"),
        "inline-html": ("Kinderen spelen", "Kinderen <b>spelen</b>"),
        "html-comment": ("Kinderen spelen", "<!-- nog doen -->\n\nKinderen spelen"),
        "html-over-two-lines": ("Kinderen spelen", "Kinderen <a\nhref=x>spelen</a>\n![x](x.png)"),
        "script-block": ("Kinderen spelen", "<script>alert(1)</script>\n\nKinderen spelen"),
        "inline-script": ("Kinderen spelen", "Kinderen <script>alert(1)</script> spelen"),
        "javascript-link": ("#wat-is-het", "javascript:alert(1)"),
        "javascript-link-by-reference": ("(#wat-is-het).", "[x].\n\n[x]: javascript:alert(1)"),
        "link-to-data": ("#wat-is-het", "data:text/html,x"),
        "link-to-another-host": ("#wat-is-het", "//example.org/x"),
        "link-without-host": ("#wat-is-het", "https://"),
        "link-to-half-a-host": ("#wat-is-het", "http://[::1"),
        "link-to-a-path": ("#wat-is-het", "/interventions/proef"),
        "link-with-a-space": ("#wat-is-het", "https://example.org/een bron"),
        "empty-link": ("#wat-is-het", ""),
        "mail-to-nobody": ("#wat-is-het", "mailto:info"),
        "dead-anchor": ("#wat-is-het", "#wat-was-het"),
        "dead-anchor-of-another-item": ("#wat-is-het", "buurman.md#hoe-twee-boeken-helpen"),
        "link-to-an-unknown-item": ("#wat-is-het", "../interventions/buurmam.md"),
        "link-to-an-item-under-its-old-name": ("#wat-is-het", "../interventions/oude-naam.md"),
        "link-to-the-wrong-folder": ("#wat-is-het", "../measures/buurman.md"),
        "link-without-its-folder": ("#wat-is-het", "maatregel.md"),
        "image": ("Kinderen spelen", "![x](y.png) Kinderen spelen"),
        "heading-of-level-1": ("## Wat", "# Wat"),
        "underlined-heading-of-level-1": ("## Wat is het?", "Wat is het?\n==="),
        "skipped-heading": ("Kinderen spelen", "#### Diep\n\nKinderen spelen"),
        "first-heading-too-deep": ("## Wat", "### Wat"),
        "code-block": ("Kinderen spelen", "```\nx\n```\n\nKinderen spelen"),
        "indented-text": ("Kinderen spelen", "    Kinderen\n\nKinderen spelen"),
        "long-sentence": ("Kinderen spelen", "woord " * 26 + "en spelen"),
        "two-passives": ("Kinderen spelen", "Het spel wordt gekozen en de regels worden verteld. Kinderen spelen"),
        "unexplained-abbreviation": ("Kinderen spelen", "De XYZQ helpt. Kinderen spelen"),
        "figure-without-a-field": ("Kinderen spelen", "Wel 87 procent doet mee. Kinderen spelen"),
    },
    "interventions/programma.md": {
        "no-recognition": (
            "recognition:\n  level: goed-onderbouwd\n  words: Goed onderbouwd\n  body: Een beoordelaar\n  date: '2020-01-01'\n",
            "",
        ),
        "unknown-recognition-level": ("level: goed-onderbouwd", "level: goed-onderbouwt"),
        "recognition-without-words": ("words: Goed onderbouwd", "words: null"),
        "words-without-recognition": ("level: goed-onderbouwd", "level: geen-erkenning-gevonden"),
        "recognition-of-the-future": ("'2020-01-01'", "'2999-01-01'"),
        "instance-of-nothing": ("[proef]", "[proeve]"),
        "same-instance": ("[proef]", "[proef, proef]"),
        "role-of-a-good-practice-in-a-programme": ("role: required", "role: involved"),
    },
    "good-practices/praktijk.md": {
        "no-organisation": ("organisation: Een school in Breda\n", ""),
        "unknown-choice-for-money": ("programme_money: unknown", "programme_money: misschien"),
        "unknown-municipality": ("municipality: breda", "municipality: bredah"),
        "place-without-municipality": (", municipality: breda", ""),
        "role-of-an-intervention": ("role: involved", "role: required"),
        "partner-by-the-editors": ("basis: source", "basis: editorial"),
        "applies-nothing": ("[buurman]", "[buur]"),
    },
    "measures/maatregel.md": {
        "unknown-spending-goal": ("goal: sg-samenwerking", "goal: sg-samenwerken"),
        "spending-goal-as-text": ("{goal: sg-samenwerking, basis: editorial}", "sg-samenwerking"),
        "unknown-step": ("step: juli", "step: juni"),
        "step-without-basis": ("{step: juli, basis: editorial}", "{step: juli}"),
        "step-as-text": ("[{step: juli, basis: editorial}]", "[juli]"),
        "same-step": ("[{step: juli, basis: editorial}]", "[{step: juli, basis: editorial}, {step: juli, basis: source}]"),
        "supplements-nothing": ("[buurman]", "[buren]"),
        "example-of-nothing": ("[praktijk]", "[praktijken]"),
    },
    "guides/wegwijzer.md": {
        "unknown-audience": ("[school]", "[scholen]"),
        "no-audience": ("[school]", "[]"),
        "same-audience": ("[school]", "[school, school]"),
        "goal-in-a-guide": ("audience:", "goal: A\naudience:"),
    },
    "vocabularies/dieren.yaml": {
        "term-under-an-unknown-one": ("broader: vogel", "broader: vogels"),
        "term-under-itself": ("broader: vogel", "broader: meeuw"),
        "terms-in-a-circle": ("broader: vogel", "broader: mantelmeeuw"),
        "same-term": ("  - id: mantelmeeuw", "  - id: vogel"),
        "name-of-another-vocabulary": ("name: dieren", "name: planten"),
        "term-without-label": ("    label: Vogel\n", ""),
        "term-with-a-mistyped-field": ("    label: Vogel\n", "    lable: Vogel\n"),
        "term-with-capitals": ("id: vogel", "id: Vogel!"),
        "term-as-text": ("  - id: vogel\n    label: Vogel\n    label_en: Bird\n", "  - vogel\n"),
        "term-with-an-anchor": ("id: vogel", "id: &v vogel"),
        "vocabulary-with-a-tab": ("    label: Vogel\n", "\tlabel: Vogel\n"),
        "vocabulary-without-description": ("description: Een woordenlijst voor de tests.\n", ""),
        "vocabulary-with-an-unknown-field": ("terms:", "covers_narower: true\nterms:"),
        "yes-for-truth-value-in-a-vocabulary": ("terms:", "covers_narrower: yes\nterms:"),
    },
    "language/woorden.yaml": {
        "words-for-an-unknown-page": ("proef:", "proeve:"),
        "words-for-an-unknown-term": ("ouders:", "ouder:"),
        "words-for-an-unknown-vocabulary": ("partners:", "partner:"),
        "synonyms-without-a-reason": (", reason: wat kinderen zeggen", ""),
        "synonym-without-letters": ("[gamen]", '["!!"]'),
        "mistyped-part-of-the-language": ("forms:", "form:"),
        "language-with-a-list": ("  speelde: spelen", "  - speelde"),
    },
}


def damaged(tree, file, old, new):
    path = tree / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(("file", "case"), [(file, case) for file, cases in SWAPS.items() for case in cases])
def test_a_fault_is_said_once_and_on_its_line(tree, found, file, case):
    damaged(tree, file, *SWAPS[file][case])
    assert found() == EXPECTED[case], "\n".join([case, *found()])


BYTES = {
    "empty-file": lambda _: b"",
    "one-newline": lambda _: b"\n",
    "windows-line-ends": lambda raw: raw.replace(b"\n", b"\r\n"),
    "one-windows-line-end": lambda raw: raw.replace(b"goal: A\n", b"goal: A\r\n"),
    "byte-order-mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "latin-1": lambda raw: raw.replace(b"Een bron", "Eén bron".encode("latin-1")),
    "utf-16": lambda raw: raw.decode().encode("utf-16"),
    "nul": lambda raw: raw.replace(b"Een bron", b"Een\0bron"),
    "escape-character": lambda raw: raw.replace(b"Een bron", b"Een \x1b[31mbron"),
    "mark-that-turns-the-text-round": lambda raw: raw.replace(b"Een bron", "Een \u202ebron".encode()),
    "byte-order-mark-in-the-middle": lambda raw: raw.replace(b"Een bron", "Een\ufeff bron".encode()),
    "ten-megabytes": lambda raw: raw + b"x" * 10_000_000,
}


@pytest.mark.parametrize("case", BYTES)
def test_bytes_that_are_no_text_are_refused(tree, found, case):
    path = tree / "interventions" / "proef.md"
    path.write_bytes(BYTES[case](path.read_bytes()))
    assert found() == EXPECTED[case], "\n".join([case, *found()])


def moved(old, new):
    return lambda tree: (tree / old).rename(tree / new)


def copied(old, new):
    return lambda tree: shutil.copy(tree / old, tree / new)


def removed(name):
    return lambda tree: (tree / name).unlink()


def linked(target):
    return lambda tree: (tree / "interventions" / "koppeling.md").symlink_to(target)


NO_TERMS = "name: dieren\nlabel: Dieren\nlabel_en: Animals\ndescription: Leeg.\nterms: []\n"
TREES = {
    "file-name-with-capitals": copied("interventions/programma.md", "interventions/Het Programma.md"),
    "file-name-with-a-dot": copied("interventions/programma.md", "interventions/programma.oud.md"),
    "long-file-name": copied("interventions/programma.md", f"interventions/{'p' * 81}.md"),
    "same-name-in-two-folders": copied("interventions/programma.md", "measures/programma.md"),
    "same-slug-in-two-folders": copied("measures/maatregel.md", "measures/wegwijzer.md"),
    "same-text-in-two-files": copied("measures/maatregel.md", "measures/maatregel-twee.md"),
    "link-out-of-the-folder": linked("/etc/hostname"),
    "link-to-nothing": linked("nergens.md"),
    "link-to-itself": linked("koppeling.md"),
    "directory": lambda tree: (tree / "interventions" / "map.md").mkdir(),
    "wrong-extension": copied("interventions/programma.md", "interventions/programma.txt"),
    "capital-extension": moved("guides/wegwijzer.md", "guides/wegwijzer.MD"),
    "mistyped-folder": lambda tree: (tree / "good-practice").mkdir(),
    "file-beside-the-folders": copied("guides/wegwijzer.md", "wegwijzer-twee.md"),
    "no-vocabulary": removed("vocabularies/goals.yaml"),
    "vocabulary-with-another-extension": moved("vocabularies/goals.yaml", "vocabularies/goals.yml"),
    "vocabulary-without-terms": lambda tree: (tree / "vocabularies" / "dieren.yaml").write_text(NO_TERMS),
    "no-vocabularies": lambda tree: shutil.rmtree(tree / "vocabularies"),
    "no-folder": shutil.rmtree,
    "no-items": lambda tree: [shutil.rmtree(tree / name) for name in ("interventions", "good-practices", "measures", "guides", "language")],
    "same-words-in-two-files": copied("language/woorden.yaml", "language/andere-woorden.yaml"),
    "abbreviations-as-a-list": lambda tree: (tree / "abbreviations.yaml").write_text("- NJi\n"),
    "abbreviations-with-an-unknown-field": lambda tree: (tree / "abbreviations.yaml").write_text("meaning:\n  NJi: instituut\n"),
}


@pytest.mark.parametrize("case", TREES)
def test_what_does_not_belong_in_the_folder_is_refused(tree, found, case):
    TREES[case](tree)
    assert found() == EXPECTED[case], "\n".join([case, *found()])


def test_every_expectation_has_its_case():
    cases = [*(case for cases in SWAPS.values() for case in cases), *BYTES, *TREES]
    assert sorted(EXPECTED) == sorted(cases)
    assert len(cases) >= 60


def test_the_sound_catalogue_has_no_problems(found):
    assert found() == []


def test_an_item_that_is_broken_is_not_unknown_to_the_others(tree, found):
    damaged(tree, "interventions/proef.md", "goal: A", "goal:")
    assert [line.split(":")[0] for line in found()] == ["content/interventions/proef.md"]


def test_the_problems_of_one_file_are_those_that_it_has_among_the_others(tree, found):
    damaged(tree, "interventions/proef.md", "goal: A", "goal: A\nparent: buurman")
    for name in ("content/interventions/proef.md", "content/../content/interventions/proef.md", tree / "interventions" / "proef.md"):
        assert found(Path(name)) == EXPECTED["parents-in-a-circle"][1:]
    assert found(tree / "guides" / "wegwijzer.md") == []
