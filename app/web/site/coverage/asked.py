"""The parameters of the coverage page. Where the API refuses a value, a visitor gets the page without it and is told so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic.alias_generators import to_camel

from app.domain.coverage import CoverageQuery
from app.domain.facets import FACET_BY_NAME
from app.domain.queries import Filters
from app.domain.vocabularies import Vocabularies
from app.web.site._shared.lenient import Ignored, read_leniently
from app.web.site._shared.links import EVERYTHING, YES

AXES = {"rows": "Rijen", "columns": "Kolommen"}
FILTERS = frozenset(to_camel(name) for name in Filters.model_fields)


@dataclass(frozen=True, slots=True)
class CoverageRequest:
    """A matrix, whether all of it shows, and what was left out."""

    query: CoverageQuery
    everything: bool
    ignored: tuple[Ignored, ...]


def read_coverage(given: Iterable[tuple[str, str]], vocabularies: Vocabularies) -> CoverageRequest:
    """The matrix in some parameters, and the values that mean nothing."""
    pairs = [(name, value) for name, value in given if value.strip()]
    axes, ignored = _axes(pairs)
    everything = [value for name, value in pairs if name == EVERYTHING]
    ignored += [Ignored("Alles tonen", value) for value in everything if value != YES]
    search, strange = read_leniently([pair for pair in pairs if pair[0] in FILTERS], vocabularies)
    filters = {name: getattr(search, name) for name in Filters.model_fields}
    query = CoverageQuery.model_validate({**axes, **filters}, context=vocabularies)
    return CoverageRequest(query, YES in everything, tuple(dict.fromkeys((*ignored, *strange))))


def _axes(pairs: Sequence[tuple[str, str]]) -> tuple[dict[str, str], list[Ignored]]:
    """Two different facets. Columns that are the rows too give way to the first of the defaults that is free."""
    axes: dict[str, str] = {}
    ignored = []
    for axis, label in AXES.items():
        for value in (value for name, value in pairs if name == axis):
            if value not in FACET_BY_NAME or axis in axes:
                ignored.append(Ignored(label, value))
            elif value in axes.values():
                ignored.append(Ignored(label, f"{FACET_BY_NAME[value].label} (dat staat al in de rijen)"))
            else:
                axes[axis] = value
    defaults = [str(CoverageQuery.model_fields[axis].default) for axis in AXES]
    rows = axes.setdefault("rows", next(one for one in defaults if one != axes.get("columns")))
    axes.setdefault("columns", next(one for one in reversed(defaults) if one != rows))
    return axes, ignored
