"""A school scan: which schools, what pupils need and how much that weighs, which partners there are and what may be paid."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_FINDINGS = 6  # with more, hardly anything fits more than a small part of the scan
LIGHT, HEAVY = 1, 3
WEIGHTS = {str(weight): weight for weight in range(LIGHT, HEAVY + 1)}
DEFAULT_LIMIT = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem area that the scan found, and how much it weighs: 1, 2 or 3."""

    area: str
    weight: int = LIGHT


@dataclass(frozen=True, slots=True)
class SchoolScan:
    """One question to the guide, with term ids; made by `school_scan`.

    `max_cost` None: cost does not count. `limit`: at most this many interventions, programmes and measures each.
    """

    school_types: tuple[str, ...]
    findings: tuple[Finding, ...]
    partners: tuple[str, ...]
    max_cost: int | None
    limit: int


def school_scan(
    school_types: Iterable[str],
    findings: Iterable[Finding],
    partners: Iterable[str] = (),
    *,
    max_cost: int | None = None,
    limit: int = DEFAULT_LIMIT,
) -> SchoolScan:
    """The scan, the same for any order of asking. An area that is named twice counts once, with its highest weight."""
    weights: dict[str, int] = {}
    for finding in findings:
        weights[finding.area] = max(weights.get(finding.area, LIGHT), finding.weight)
    heaviest_first = sorted(weights.items(), key=lambda finding: (-finding[1], finding[0]))
    once_each = tuple(Finding(area, weight) for area, weight in heaviest_first)
    return SchoolScan(tuple(sorted(set(school_types))), once_each, tuple(sorted(set(partners))), max_cost, limit)
