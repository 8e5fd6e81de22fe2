"""Catalogues of any size that pass the checker: the real items, and synthetic ones made of their words.

The same seed gives the same files, and a larger catalogue begins with the items of a smaller one.
"""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from app.content import load
from app.content.load import Content
from app.domain.errors import MenukaartError
from app.domain.items import SUMMARY_LENGTH
from app.domain.vocabularies import Vocabularies, folded
from app.measure.bench.synthetic_fields import KINDS, fields_of
from app.measure.bench.synthetic_words import SentenceSource, WordStock, word_stock

SEED = 20241101
FOLDERS = {
    "intervention": "interventions",
    "programme": "interventions",
    "good-practice": "good-practices",
    "measure": "measures",
    "guide": "guides",
}
HEADINGS = ("Wat is het?", "Voor wie?", "Hoe werkt het?", "Met wie?", "Wat vraagt het?", "Wat levert het op?", "Waar let u op?")
SENTENCES = (16, 24)
PER_PARAGRAPH = 3
LINKED_SHARE = 0.3
FIGURE_SHARE = 0.3


@dataclass(slots=True)
class DrawnItems:
    """What has been drawn so far: titles that are taken, and slugs with their folders for links."""

    stock: WordStock
    vocabularies: Vocabularies
    seed: int
    titles: set[str]
    folders: list[tuple[str, str]]
    interventions: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SyntheticFile:
    """A content file that was drawn: its place, its front matter and its body."""

    folder: str
    slug: str
    front: Mapping[str, Any]
    body: str

    @property
    def text(self) -> str:
        """The file as it is written: JSON is YAML too."""
        lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in self.front.items()]
        return "\n".join(["---", *lines, "---", "", self.body, ""])


def generate(base: Path, folder: Path, count: int, seed: int = SEED) -> None:
    """Write a valid content folder of `count` items: everything under `base`, and synthetic items until there are enough.

    Raises MenukaartError when `folder` has something in it already or when `base` has more items than `count`, and ContentInvalid
    when `base` is not in order.
    """
    content = load.load(base)
    if count < len(content.items):
        raise MenukaartError(f"{base} has {len(content.items)} items already; ask for at least as many, not {count}")
    if folder.exists() and any(folder.iterdir()):
        raise MenukaartError(f"{folder} is not empty; name a folder that can be made")
    shutil.copytree(base, folder, dirs_exist_ok=True)
    drawn = _beginning(content, seed)
    for number in range(len(content.items), count):
        file = _draw(number, drawn)
        (folder / file.folder / f"{file.slug}.md").write_text(file.text, encoding="utf-8")


def _beginning(content: Content, seed: int) -> DrawnItems:
    folders = [(item.slug, FOLDERS[item.kind]) for item in content.items]
    interventions = [item.slug for item in content.items if item.kind == "intervention"]
    return DrawnItems(word_stock(content), content.vocabularies, seed, {item.title for item in content.items}, folders, interventions)


def _draw(number: int, drawn: DrawnItems) -> SyntheticFile:
    """The synthetic item of this number: about what three real ones are about, in other words."""
    chance = Random(f"{drawn.seed}:{number}")  # noqa: S311 - a repeatable choice, not a secret
    sources = chance.sample(drawn.stock.sources, 3)
    kind = chance.choice(KINDS)
    coined = drawn.stock.newest(number, drawn.seed, chance)
    place = chance.choice(drawn.vocabularies["municipalities"].terms)
    title = _title(kind, coined, place.label, drawn, chance)
    figure = chance.randint(2, 98) if chance.random() < FIGURE_SHARE else None
    about = fields_of(
        kind,
        [source.item for source in sources],
        drawn.vocabularies,
        place=place,
        figure=figure,
        interventions=drawn.interventions,
        chance=chance,
    )
    texts = {"title": title, "summary": _summary(sources, drawn.stock, chance), "questions": _questions(sources, drawn.stock, chance)}
    body = _body(sources, coined, figure, drawn, chance)
    slug = f"{'-'.join(re.findall('[a-z0-9]+', folded(title)))[:60].strip('-')}-{number}"
    drawn.folders.append((slug, FOLDERS[kind]))
    if kind == "intervention":
        drawn.interventions.append(slug)
    return SyntheticFile(FOLDERS[kind], slug, {"kind": kind, **texts, **about}, body)


def _title(kind: str, coined: str, place: str, drawn: DrawnItems, chance: Random) -> str:
    """A title that no other item has."""
    topic = chance.choice(drawn.vocabularies["problem-areas"].terms).label
    partner = chance.choice(drawn.vocabularies["partners"].terms).label
    title = {
        "intervention": f"{coined.capitalize()} bij {topic.lower()}",
        "programme": f"{coined.capitalize()} met {chance.choice(drawn.stock.plain)}",
        "good-practice": f"{topic} met {partner.lower()} in {place}",
        "measure": f"{coined.capitalize()} voor {partner.lower()}",
        "guide": f"Werken met {partner.lower()} aan {topic.lower()}",
    }[kind]
    while title in drawn.titles:
        title = f"{title} {chance.choice(('en', 'met', 'voor', 'zonder'))} {chance.choice(drawn.stock.plain)}"
    drawn.titles.add(title)
    return title


def _sentence(sources: list[SentenceSource], stock: WordStock, chance: Random) -> str:
    """A sentence about what one of these real items is about; the first one gives half of them."""
    source = sources[0] if chance.random() < 1 / 2 else chance.choice(sources)
    return stock.sentence(chance.choice(source.sentences), chance)


def _summary(sources: list[SentenceSource], stock: WordStock, chance: Random) -> str:
    """One or two sentences that fit into a summary."""
    first, second = _sentence(sources, stock, chance), _sentence(sources, stock, chance)
    both = f"{first} {second}"
    return both if len(both) <= SUMMARY_LENGTH else first[:SUMMARY_LENGTH].rstrip()


def _questions(sources: list[SentenceSource], stock: WordStock, chance: Random) -> list[str]:
    """Four to six different questions like those of the real items."""
    real = list(dict.fromkeys(question for source in sources for question in source.item.questions))
    chosen = chance.sample(real, min(len(real), chance.randint(4, 6)))
    return list(dict.fromkeys(stock.sentence(tuple(question.split()), chance) for question in chosen))


def _body(sources: list[SentenceSource], coined: str, figure: int | None, drawn: DrawnItems, chance: Random) -> str:
    """About twenty sentences under headings, one with the coined word; some with a figure, and some with a link."""
    written = [_sentence(sources, drawn.stock, chance) for _ in range(chance.randint(*SENTENCES))]
    written[0] = f"{coined.capitalize()} is {chance.choice(drawn.stock.plain)} voor {chance.choice(drawn.stock.plain)}."
    if figure is not None:
        written.insert(chance.randrange(1, len(written)), f"In {figure} procent van de {chance.choice(drawn.stock.plain)} lukt dat.")
    if chance.random() < LINKED_SHARE:
        slug, folder = chance.choice(drawn.folders)
        written.append(f"Lees ook over [{chance.choice(drawn.stock.plain)}](../{folder}/{slug}.md).")
    paragraphs = [" ".join(written[start : start + PER_PARAGRAPH]) for start in range(0, len(written), PER_PARAGRAPH)]
    headings = sorted(chance.sample(range(len(HEADINGS)), 4))
    for order, heading in enumerate(headings):
        place = order * len(paragraphs) // len(headings)
        paragraphs[place] = f"## {HEADINGS[heading]}\n\n{paragraphs[place]}"
    return "\n\n".join(paragraphs)
