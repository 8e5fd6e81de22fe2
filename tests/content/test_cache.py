"""What is known of earlier checks changes nothing but the time that a check takes."""

import random
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from app.content import cache as caching
from app.content import files, keys
from app.content.cache import CheckCache, cache_in
from app.content.load import check
from app.content.rules import item as item_rules

ROOT = Path(__file__).parents[2]


@pytest.fixture
def parsed(monkeypatch):
    """The texts that the Markdown parser was given."""
    texts = []
    parse = MarkdownIt.parse
    monkeypatch.setattr(MarkdownIt, "parse", lambda parser, text: texts.append(text) or parse(parser, text))
    return texts


@pytest.fixture
def stored(tmp_path):
    """Where the outcomes are kept."""
    (tmp_path / "var").mkdir()
    return tmp_path / "var" / "checked.db"


@pytest.fixture
def cached(tree, stored):
    """The report of a check with the cache, as a new process makes it. It is the same without."""

    def report(*only):
        found = check(tree, only, CheckCache(stored))
        plain = check(tree, only)
        assert found.problems == plain.problems
        assert facts(found.content) == facts(plain.content)
        return found

    return report


def facts(content):
    bodies = {
        slug: (page.text, page.plain_text, page.html, page.links, page.anchors, page.blocks, page.run_hashes.tolist())
        for slug, page in content.bodies.items()
    }
    return content.items, content.vocabularies, content.language, content.checksums, bodies


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def parsed_again(parsed, tree, stored):
    """The texts that are parsed in a check of the tree as it is."""
    parsed.clear()
    check(tree, cache=CheckCache(stored))
    return list(parsed)


def test_what_did_not_change_is_not_parsed_again(tree, stored, cached, parsed):
    first = check(tree, cache=CheckCache(stored))
    assert len(parsed) == len(first.content.items)
    assert parsed_again(parsed, tree, stored) == []
    cached()


def test_texts_and_html_come_from_the_cache(tree, stored, cached, parsed):
    cached()
    content = check(tree, cache=CheckCache(stored)).content
    parsed.clear()
    assert all(page.html and page.plain_text and len(page.run_hashes) for page in content.bodies.values())
    assert parsed == []


def test_real_items_are_the_same_from_the_cache(stored):
    known = CheckCache(stored)
    expected = facts(check(ROOT / "content").content)
    assert facts(check(ROOT / "content", cache=known).content) == expected
    assert facts(check(ROOT / "content", cache=CheckCache(stored)).content) == expected


def test_a_changed_file_is_checked_and_no_other(tree, stored, cached, parsed):
    cached()
    edit(tree / "interventions" / "proef.md", "Kinderen spelen", "De XYZQ helpt. Kinderen spelen")
    assert [text for text in parsed_again(parsed, tree, stored) if "XYZQ" not in text] == []
    assert ["XYZQ" in str(problem) for problem in cached().problems] == [True]
    assert parsed_again(parsed, tree, stored)  # a problem is looked for again until it is gone


def test_a_renamed_file_is_another_one(tree, cached):
    cached()
    (tree / "guides" / "wegwijzer.md").rename(tree / "guides" / "gids.md")
    assert "gids" in {item.slug for item in cached().content.items}
    (tree / "guides" / "gids.md").rename(tree / "measures" / "gids.md")
    assert any("`kind`" in str(problem) for problem in cached().problems)


def test_a_changed_vocabulary_is_held_against_every_file(tree, cached):
    assert cached().problems == ()
    edit(tree / "vocabularies" / "partners.yaml", "- id: ouders", "- id: verzorgers")
    assert any("'ouders'" in str(problem) for problem in cached().problems)


def test_changed_abbreviations_are_held_against_every_file(tree, cached):
    path = tree / "abbreviations.yaml"
    edit(tree / "interventions" / "proef.md", "Kinderen spelen", "De XYZQ helpt. Kinderen spelen")
    path.write_text("meanings:\n  XYZQ: een proef\n", encoding="utf-8")
    assert cached().problems == ()
    path.write_text("meanings:\n  XYZ: een proef\n", encoding="utf-8")
    assert ["XYZQ" in str(problem) for problem in cached().problems] == [True]
    path.write_text("- XYZ\n", encoding="utf-8")
    assert {problem.path for problem in cached().problems} == {"content/abbreviations.yaml"}


def test_changed_rules_are_applied_to_every_file(tree, stored, parsed, monkeypatch):
    code = tree.parent / "rules.py"
    code.write_text("MOST = 1\n", encoding="utf-8")
    monkeypatch.setattr(keys, "rule_modules", lambda: [code])
    check(tree, cache=CheckCache(stored))
    assert parsed_again(parsed, tree, stored) == []
    code.write_text("MOST = 2\n", encoding="utf-8")
    assert len(parsed_again(parsed, tree, stored)) == len(files.item_paths(tree))


def test_the_rules_are_those_of_every_module_that_checks():
    names = {path.relative_to(ROOT / "app").as_posix() for path in keys.rule_modules()}
    assert {"content/rules/item.py", "content/body.py", "domain/items.py", "dutch/dates.py"} <= names


def test_dates_are_held_against_the_present_day(tree, cached, monkeypatch):
    cached()

    class EarlyDay(date):
        @classmethod
        def today(cls):
            return cls(2001, 1, 1)

    monkeypatch.setattr(caching, "date", EarlyDay)
    monkeypatch.setattr(item_rules, "date", EarlyDay)
    assert any("must not lie in the future" in str(problem) for problem in cached().problems)


def test_pages_that_say_the_same_are_told_every_time(tree, cached):
    cached()
    shutil.copy(tree / "measures" / "maatregel.md", tree / "measures" / "maatregel-twee.md")
    for _ in range(2):
        assert any("word runs" in str(problem) for problem in cached().problems)
    (tree / "measures" / "maatregel-twee.md").unlink()
    assert cached().problems == ()
    shutil.copy(tree / "measures" / "maatregel.md", tree / "measures" / "een-maatregel.md")
    assert any("word runs" in str(problem) for problem in cached().problems)


def drawn_edit(chance, tree):
    """One change to the tree: a file copied, removed, renamed, brought back, broken, or told to say what another one says."""
    paths = files.item_paths(tree)
    path, other = chance.choice(paths), chance.choice(paths)
    text = path.read_text(encoding="utf-8")
    head, body = text[: text.index("---", 4) + 4], text[text.index("---", 4) + 4 :]
    passage = other.read_text(encoding="utf-8").split("---", 2)[2].strip()
    kind = chance.choice(("copy", "remove", "rename", "passage", "word", "break", "relate"))
    if kind == "copy":
        shutil.copy(path, path.with_name(f"{path.stem[:20]}-{chance.randrange(100)}.md"))
    elif kind == "remove" and len(paths) > 4:
        path.unlink()
    elif kind == "rename":
        path.rename(path.with_name(f"nieuw-{chance.randrange(100)}.md"))
    elif kind == "passage":
        path.write_text(head + body + "\n" + passage[: chance.randint(50, 300)].rsplit(" ", 1)[0] + ".\n", encoding="utf-8")
    elif kind == "word":
        path.write_text(head + body.replace(" ", f" woord{chance.randrange(1000)} ", 3), encoding="utf-8")
    elif kind == "break":
        path.write_text(text.replace("title:", chance.choice(("titel:", "aliases: [proef]\ntitle:")), 1), encoding="utf-8")
    else:
        path.write_text(text.replace("title:", f"related: [{other.stem}]\ntitle:", 1), encoding="utf-8")


@pytest.mark.parametrize("seed", range(6))
def test_drawn_edits_are_seen_as_without_a_cache(tree, cached, seed):
    chance = random.Random(seed)
    sound = {path: path.read_bytes() for path in files.item_paths(tree)}
    seen = set()
    for _ in range(15):
        if chance.random() < 0.2:
            for path, raw in sound.items():
                path.write_bytes(raw)
        drawn_edit(chance, tree)
        seen |= {str(problem).split(": ", 1)[1] for problem in cached().problems}
    assert len(seen) > 3


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_cache_is_as_good_as_none(tree, stored, cached, seed):
    cached()
    chance = random.Random(seed)
    raw = bytearray(stored.read_bytes())
    for _ in range(chance.choice((1, 20, 500))):
        raw[chance.randrange(len(raw))] ^= chance.randint(1, 255)
    stored.write_bytes(raw if seed % 2 else raw[: chance.randrange(len(raw))])
    cached()
    cached()


def test_a_changed_byte_of_an_item_is_noticed(tree, stored, cached, parsed):
    cached()
    raw = stored.read_bytes()
    assert b"Een bron" in raw
    stored.write_bytes(raw.replace(b"Een bron", b"Geen bro"))
    assert cached().problems == ()
    assert parsed_again(parsed, tree, stored) == []


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"x" * 5000])
def test_a_file_that_is_no_cache_is_made_anew(tree, stored, cached, parsed, content):
    stored.write_bytes(content)
    cached()
    assert parsed_again(parsed, tree, stored) == []


def test_a_database_of_something_else_is_made_anew(tree, stored, cached, parsed):
    with sqlite3.connect(stored) as connection:
        connection.execute("CREATE TABLE outcomes (id INTEGER PRIMARY KEY)")
    connection.close()
    cached()
    assert parsed_again(parsed, tree, stored) == []


def test_a_cache_that_cannot_be_written_does_no_harm(tree, stored, cached):
    stored.mkdir()
    cached()
    assert check(tree, cache=CheckCache(tree / "README.md" / "below" / "a-file.db")).problems == ()


def test_what_is_deleted_in_the_meantime_is_worked_out_again(tree, stored, cached):
    cached()
    content = check(tree, cache=CheckCache(stored)).content
    with sqlite3.connect(stored) as connection:
        connection.execute("DELETE FROM outcomes")
    connection.close()
    assert facts(content) == facts(check(tree).content)


def test_a_folder_is_made_for_content_without_problems(tree, tmp_path, parsed):
    folder = tmp_path / "made" / "here"
    edit(tree / "interventions" / "proef.md", "goal: A", "goal: Z")
    check(tree, cache=cache_in(folder))
    assert not folder.parent.exists()
    edit(tree / "interventions" / "proef.md", "goal: Z", "goal: A")
    content = check(tree, cache=cache_in(folder)).content
    assert facts(content) == facts(check(tree).content)
    assert parsed_again(parsed, tree, folder / "checked.db") == []


def test_what_belongs_to_no_file_any_more_is_dropped(tree, stored, cached):
    for number in range(8):
        edit(tree / "interventions" / "proef.md", "Kinderen spelen", f"Woord{'x' * number} telt. Kinderen spelen")
        edit(tree / "vocabularies" / "partners.yaml", "label: ", f"label: n{number} ")
        cached()
    with sqlite3.connect(stored) as connection:
        (count,) = connection.execute("SELECT count(*) FROM outcomes").fetchone()
    connection.close()
    assert count <= 2 * len(files.item_paths(tree))


def test_some_files_are_checked_with_what_is_known_of_the_others(tree, cached, parsed):
    cached()
    path = tree / "interventions" / "proef.md"
    edit(path, "Kinderen spelen", "De XYZQ helpt. Kinderen spelen")
    assert ["XYZQ" in str(problem) for problem in cached(path).problems] == [True]
    assert cached(tree / "guides" / "wegwijzer.md").problems == ()


def test_several_processes_use_one_cache_at_once(tree, stored):
    command = [sys.executable, "-m", "app.cli", "check"]
    settings = {"CONTENT_DIR": str(tree), "VAR_DIR": str(stored.parent), "PYTHONPATH": str(ROOT)}
    for _ in range(2):
        running = [subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(4)]
        said = {process.communicate()[0] for process in running}
        assert said == {f"{len(files.item_paths(tree))} items are in order.\n"}
    assert facts(check(tree, cache=CheckCache(stored)).content) == facts(check(tree).content)
