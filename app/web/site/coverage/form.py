"""The form of the coverage page: which two facets, which pages count, and what is chosen now. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.catalogue.snapshot import Snapshot
from app.domain.coverage import CoverageQuery
from app.domain.facets import FACET_BY_NAME, FACETS
from app.domain.queries import FACET_FIELDS
from app.web.site._shared.choices import Chip, SelectOption
from app.web.site._shared.limits import LIMITS, limit_words
from app.web.site._shared.links import EVERYTHING, YES, coverage_href
from app.web.site.coverage.asked import AXES, CoverageRequest

# The facets that can be ticked; the others come with links.
TICKED = ("kind", "schoolType")


@dataclass(frozen=True, slots=True)
class Ticks:
    """A facet to tick terms of."""

    name: str
    label: str
    options: tuple[SelectOption, ...]


@dataclass(frozen=True, slots=True)
class AxisChoice:
    """A list to choose a facet from; `name` is the parameter."""

    name: str
    label: str
    options: tuple[SelectOption, ...]


@dataclass(frozen=True, slots=True)
class CoverageForm:
    """All of it; `ticked` counts what is ticked, and `hidden` is what it keeps though it does not show them."""

    axes: tuple[AxisChoice, ...]
    ticks: tuple[Ticks, ...]
    ticked: int
    hidden: tuple[tuple[str, str], ...]
    chips: tuple[Chip, ...]
    clear_href: str


def form(asked: CoverageRequest, snapshot: Snapshot) -> CoverageForm:
    """The form as it was filled in."""
    query = asked.query
    ticks = [name for name in TICKED if name not in {query.rows, query.columns}]
    return CoverageForm(
        axes=tuple(_choice(name, getattr(query, name)) for name in AXES),
        ticks=tuple(_ticks(name, query, snapshot) for name in ticks),
        ticked=sum(len(query.selected(name)) for name in ticks),
        hidden=(*_hidden(query), *([(EVERYTHING, YES)] if asked.everything else [])),
        chips=tuple(_chips(query, snapshot, everything=asked.everything)),
        clear_href=coverage_href(CoverageQuery(rows=query.rows, columns=query.columns), everything=asked.everything),
    )


def _choice(name: str, chosen: str) -> AxisChoice:
    return AxisChoice(name, AXES[name], tuple(SelectOption(facet.name, facet.label, facet.name == chosen) for facet in FACETS))


def _ticks(name: str, query: CoverageQuery, snapshot: Snapshot) -> Ticks:
    facet, chosen = FACET_BY_NAME[name], query.selected(name)
    terms = snapshot.vocabularies[facet.vocabulary].terms
    options = tuple(
        SelectOption(term.id, term.label, term.id in chosen) for term in terms if snapshot.counts[name].get(term.id) or term.id in chosen
    )
    return Ticks(name, facet.label, options)


def _hidden(query: CoverageQuery) -> Iterator[tuple[str, str]]:
    for name, value in query.given().items():
        if name not in TICKED or name in {query.rows, query.columns}:
            for one in value if isinstance(value, tuple | list) else (value,):
                yield name, str(one)


def _chips(query: CoverageQuery, snapshot: Snapshot, *, everything: bool) -> Iterator[Chip]:
    def without(name: str, left: tuple[str, ...] | None) -> str:
        return coverage_href(query.model_copy(update={name: left}), everything=everything)

    for facet in FACETS:
        field, chosen = FACET_FIELDS[facet.name], query.selected(facet.name)
        for term in chosen:
            label = snapshot.vocabularies[facet.vocabulary].label_of(term)
            yield Chip(label, without(field, tuple(other for other in chosen if other != term)))
    for name in LIMITS:
        if getattr(query, name) is not None:
            yield Chip(limit_words(name, getattr(query, name)), without(name, None))
