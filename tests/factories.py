"""Small catalogues in files, for tests that want to change content without leaning on the real pages."""

import shutil
from pathlib import Path
from typing import Any

import yaml

VOCABULARIES = Path(__file__).parents[1] / "content" / "vocabularies"
FOLDERS = {
    "intervention": "interventions",
    "programme": "interventions",
    "good-practice": "good-practices",
    "measure": "measures",
    "guide": "guides",
}
KINDS = tuple(FOLDERS)


def body_of(slug: str) -> str:
    """A text that no other item has, so that none is a near-duplicate."""
    words = " ".join(f"{slug}-{letter}" for letter in "abcdefghijkl")
    return f"\n## Wat is het?\n\nDit gaat over {words}.\n"


def make_content(root: Path, count: int = 5, title: str = "Aanpak") -> Path:
    """A valid content folder of `count` items, of each kind in turn: item-00 (an intervention), item-01 (a programme), and so on."""
    shutil.copytree(VOCABULARIES, root / "vocabularies")
    for number in range(count):
        write_item(root, KINDS[number % len(KINDS)], slug(number), **example(number, title))
    return root


def slug(number: int) -> str:
    """The slug of an item of `make_content`."""
    return f"item-{number:02}"


def example(number: int, title: str) -> dict[str, Any]:
    """What sets one item of `make_content` apart: its title and its relations to the items before it."""
    kind, first = KINDS[number % len(KINDS)], number - number % len(KINDS)
    own: dict[str, dict[str, Any]] = {
        "intervention": {"aliases": [f"oud-{number:02}"]} | ({"parent": slug(0)} if number else {}),
        "programme": {"instance_of": [slug(first)]},
        "good-practice": {"applies": [slug(first)]},
        "measure": {"supplements": [slug(first)], "examples": [slug(number - 1)]},
        "guide": {"related": [slug(number - 1)]},
    }
    return {"title": f"{title} {number:02}", **own[kind]}


def write_item(root: Path, kind: str, slug: str, **fields: Any) -> Path:
    """Write a valid item of this kind; `fields` come in place of its own."""
    return _write(root / FOLDERS[kind] / f"{slug}.md", _common(kind) | _own(kind) | fields, body_of(slug))


def edit_item(root: Path, slug: str, body: str | None = None, **fields: Any) -> Path:
    """Give an item other fields or another body."""
    (path,) = root.glob(f"*/{slug}.md")
    _, front, old_body = path.read_text().split("---\n", 2)
    return _write(path, yaml.safe_load(front) | fields, old_body if body is None else body)


def remove_item(root: Path, slug: str) -> None:
    """Take an item's file away. What others say of it stays."""
    (path,) = root.glob(f"*/{slug}.md")
    path.unlink()


def edit_vocabulary(root: Path, name: str, term: int, **fields: Any) -> None:
    """Give a term, counted from 0, other fields."""
    path = root / "vocabularies" / f"{name}.yaml"
    data = yaml.safe_load(path.read_text())
    data["terms"][term] |= fields
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


def rating(scale: str, value: int | None, *, current: bool = True) -> dict[str, Any]:
    """A rating as it stands in the front matter."""
    return {"scale": scale, "value": value, "source": "bron", "version": "de eerste", "date": "2021", "current": current}


def _write(path: Path, front: dict[str, Any], body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{yaml.safe_dump(front, allow_unicode=True, sort_keys=False)}---\n{body}")
    return path


def _common(kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": "Een aanpak",
        "summary": "Voor wie wil zien dat het werkt.",
        "questions": [f"Wat is vraag {number}?" for number in range(1, 5)],
        "school_types": ["po"],
        "problem_areas": ["begrijpend-lezen"],
        "partners": [{"partner": "gemeente", "role": "involved" if kind == "good-practice" else "required", "basis": "source"}],
        "sources": [{"id": "bron", "title": "De bron", "publisher": "De uitgever", "url": "https://example.org/bron"}],
        "last_reviewed": "2024-01-01",
    }


def _own(kind: str) -> dict[str, Any]:
    own: dict[str, dict[str, Any]] = {
        "intervention": {"goal": "A", "ratings": [rating("effect", 4), rating("evidence", 3), rating("cost", 2)]},
        "programme": {
            "owner": "De eigenaar",
            "recognition": {"level": "goed-onderbouwd", "words": "Goed onderbouwd", "body": "NJi", "date": "2020"},
        },
        "good-practice": {
            "organisation": "De school",
            "period": None,
            "programme_money": "unknown",
            "places": [{"name": "Almere", "municipality": "almere"}],
        },
        "measure": {"spending_goal": {"goal": "sg-samenwerking", "basis": "editorial"}},
        "guide": {"audience": ["school"]},
    }
    return own[kind]
