"""Items side by side, a fact in a row: what differs, what is equal, and what only one of them has. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.items import Scale
from app.web.site._shared.ratings import RATED_KINDS, SCALE_LABELS, RatingView, unknown_rating
from app.web.site.item.facts import Fact
from app.web.site.item.ratings import ScaleView
from app.web.site.item.view import RELATION_LABELS, Involved, ItemPage, Related

NOT_NAMED = "Niet genoemd"
DIFFERS, EQUAL, PARTLY_KNOWN, NOWHERE_KNOWN = "verschilt", "gelijk", "niet overal bekend", "nergens bekend"
# Kinds that have no ratings have recognition, or nothing of the sort.
NOT_RATED = {
    Scale.EFFECT: "Nog onbekend: alleen interventies hebben hier een cijfer",
    Scale.EVIDENCE: "Geen cijfer: alleen interventies hebben er een. Een programma heeft een erkenning",
    Scale.COST: "Nog onbekend",
}
NOT_ASSESSED = "Alleen programma’s worden beoordeeld"
MOST_LINES = 8
PARTNER_LABELS = {"required": "Partners die nodig zijn", "helpful": "Partners die helpen", "involved": "Partners die meededen"}
BY_EDITORS = "(oordeel van de redactie)"
# What to read next says nothing of the items themselves.
COMPARED_RELATIONS = tuple(label for name, label in RELATION_LABELS.items() if name != "related")


@dataclass(frozen=True, slots=True)
class CellLine:
    """A text in a cell, perhaps with a link and something more about it. `alone`: of what others share, only this item has it."""

    text: str
    href: str | None = None
    detail: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """The fact of one item: a rating with what explains it, lines, or why there is nothing. `more` lines are on its own page."""

    lines: tuple[CellLine, ...] = ()
    rating: RatingView | None = None
    missing: str = NOT_NAMED
    more: int = 0

    @property
    def known(self) -> bool:
        """Whether there is anything here."""
        return self.rating.known if self.rating else bool(self.lines)

    @property
    def said(self) -> object:
        """The value by which this cell differs from another. The order of lines does not."""
        return (self.rating and self.rating.words, frozenset((line.text, line.detail) for line in self.lines), self.known)


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A fact of every item, and whether they differ in it; no verdict where that says nothing."""

    label: str
    cells: tuple[Cell, ...]
    verdict: str = ""

    @property
    def tells_apart(self) -> bool:
        """Whether it helps to choose."""
        return self.verdict in {"", DIFFERS, PARTLY_KNOWN}


def compared(pages: Sequence[ItemPage]) -> tuple[ComparedRow, ...]:
    """Every fact that at least one of the items has, those that help to choose first."""
    found = (
        *(ComparedRow(label, _cells(pages, _rating(scale))) for scale, label in SCALE_LABELS.items()),
        ComparedRow("Erkenning", _cells(pages, _recognition)),
        *(ComparedRow(label, _alone_marked(_cells(pages, _fact(label)))) for label in _labels(pages)),
        *(ComparedRow(label, _alone_marked(_cells(pages, _partners(role)))) for role, label in PARTNER_LABELS.items()),
        *(ComparedRow(label, _alone_marked(_cells(pages, _relation(label)))) for label in COMPARED_RELATIONS),
        ComparedRow("Gecontroleerd op", _cells(pages, lambda page: Cell((CellLine(page.reviewed),)))),
    )
    summary = ComparedRow("In het kort", _cells(pages, lambda page: Cell((CellLine(str(page.card.summary)),))))
    return (summary, *(_judged(row) for row in found if any(cell.known or cell.rating for cell in row.cells)))


def _cells(pages: Iterable[ItemPage], cell: Callable[[ItemPage], Cell]) -> tuple[Cell, ...]:
    return tuple(map(cell, pages))


def _judged(row: ComparedRow) -> ComparedRow:
    """With its verdict; long lists are cut only now, so that what is cut counts too."""
    said = {cell.said for cell in row.cells if cell.known}
    if len(said) > 1:
        verdict = DIFFERS
    elif not said:
        verdict = NOWHERE_KNOWN
    else:
        # What is unknown may be the same or not.
        verdict = EQUAL if all(cell.known for cell in row.cells) else PARTLY_KNOWN
    return ComparedRow(row.label, tuple(map(_cut, row.cells)), verdict)


def _cut(cell: Cell) -> Cell:
    return replace(cell, lines=cell.lines[:MOST_LINES], more=max(0, len(cell.lines) - MOST_LINES))


def _alone_marked(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Marks what only one item has, where anything is shared at all; without that every line would be marked."""
    counts = Counter(line.text for cell in cells for line in cell.lines)
    if max(counts.values(), default=0) < 2:  # noqa: PLR2004 - two have it
        return cells
    return tuple(replace(cell, lines=tuple(replace(line, alone=counts[line.text] == 1) for line in cell.lines)) for cell in cells)


def _rating(scale: Scale) -> Callable[[ItemPage], Cell]:
    def cell(page: ItemPage) -> Cell:
        found = next((one for one in page.scales if one.current.scale == scale.value), None)
        if found:
            return Cell(tuple(_about(found)), found.current)
        if page.card.kind in RATED_KINDS:
            return Cell(rating=unknown_rating(scale))
        return Cell(missing=NOT_RATED[scale])

    return cell


def _about(scale: ScaleView) -> Iterator[CellLine]:
    """The number, and from whom, in which version and of when; where it is unknown too, if somebody said so."""
    if scale.number:
        yield CellLine(scale.number)
    for said in scale.history:
        if said.current:
            yield CellLine(f"{said.publisher}, {said.version}, {said.date}", scale.source_url, scale.note or "")


def _recognition(page: ItemPage) -> Cell:
    found = page.recognition
    if found is None:
        return Cell(missing="Zie bij bewijs" if page.card.kind in RATED_KINDS else NOT_ASSESSED)
    said = f"Volgens {found.said}" if found.said else ""
    return Cell(
        tuple(line for line in (CellLine(found.level, None, found.meaning), CellLine(said), CellLine(found.note or "")) if line.text)
    )


def _labels(pages: Iterable[ItemPage]) -> Sequence[str]:
    """The facts of all items in the order of their own pages: what an earlier item lacks comes after what it follows on a later one."""
    merged: list[str] = []
    for page in pages:
        place = 0
        for fact in page.facts:
            if fact.label not in merged:
                merged.insert(place, fact.label)
            place = merged.index(fact.label) + 1
    return merged


def _fact(label: str) -> Callable[[ItemPage], Cell]:
    def cell(page: ItemPage) -> Cell:
        return Cell(tuple(line for fact in page.facts if fact.label == label for line in _lines(fact)))

    return cell


def _lines(fact: Fact) -> Iterator[CellLine]:
    for text, href in fact.texts:
        yield CellLine(text, href, f"({fact.note[0].lower()}{fact.note[1:]})" if fact.note else "")


def _partners(role: str) -> Callable[[ItemPage], Cell]:
    def cell(page: ItemPage) -> Cell:
        return Cell(tuple(_partner(one) for one in page.partners if one.role == role))

    return cell


def _partner(one: Involved) -> CellLine:
    return CellLine(one.label, one.guide, " ".join(part for part in (one.task, BY_EDITORS if one.by_editors else "") if part))


def _relation(label: str) -> Callable[[ItemPage], Cell]:
    def cell(page: ItemPage) -> Cell:
        return Cell(tuple(_related(one) for relation in page.relations if relation.label == label for one in relation.items))

    return cell


def _related(one: Related) -> CellLine:
    return CellLine(one.title, one.href)
