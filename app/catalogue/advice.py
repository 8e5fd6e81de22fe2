"""Advice on a school scan: the items that can fit are drawn by the engine, and only those are assessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.catalogue.snapshot import Snapshot
from app.domain.advice.ranking import Advice, Adviser
from app.domain.advice.scan import SchoolScan
from app.domain.queries import Sort
from app.search.retrieval import payloads
from app.search.retrieval.payloads import Query
from app.search.retrieval.records import Record

# Drawn of each kind: those with the strongest evidence first.
DRAWN = 200
# Drawn of what supplements or shows an item.
LINKED = 500


@dataclass(frozen=True, slots=True)
class AdviceGiven:
    """Advice, the catalogue that it comes from, and the record of every item that it may name by slug."""

    advice: Advice
    snapshot: Snapshot
    records: Mapping[str, Record]


async def advise(scan: SchoolScan, snapshot: Snapshot) -> AdviceGiven:
    """The interventions, programmes and measures that fit a scan best. Raises IndexMissing and SearchUnavailable."""
    areas = {finding.area for finding in scan.findings}
    broader = {parent for area in areas if (parent := snapshot.vocabularies["problem-areas"].by_id[area].broader)}
    kinds = ("intervention", "programme")
    drawn = await _drawn((_fitting(kind, areas, scan, snapshot) for kind in kinds), snapshot)
    if not drawn:  # what is only broader is advised when there is nothing else
        drawn = await _drawn((_fitting(kind, areas | broader, scan, snapshot) for kind in kinds), snapshot)
    others = [_fitting("measure", areas | broader, scan, snapshot)]
    if drawn:
        others.append(_linked({kept.slug for kept in drawn.values()}, snapshot))
    drawn |= await _drawn(others, snapshot)
    records = {kept.slug: kept for kept in drawn.values()} | await snapshot.records(sorted(snapshot.partner_guides))
    ordered = (records[slug] for slug in sorted(records))
    return AdviceGiven(Adviser(map(snapshot.item, ordered), snapshot.vocabularies).advise(scan), snapshot, records)


def _fitting(kind: str, areas: Iterable[str], scan: SchoolScan, snapshot: Snapshot) -> Query:
    """The items of a kind for these schools with one of these areas, or something narrower."""
    conditions = [
        payloads.is_one_of("kind", [kind]),
        payloads.is_one_of("problemArea", sorted(areas)),
        payloads.is_one_of("schoolType", scan.school_types),
    ]
    return payloads.in_order(payloads.having(snapshot.version, None, conditions, DRAWN), Sort.EVIDENCE)


def _linked(slugs: Iterable[str], snapshot: Snapshot) -> Query:
    """The measures and good practices whose pages name one of these items."""
    conditions = [payloads.is_one_of("kind", ("measure", "good-practice")), payloads.is_one_of("links", sorted(slugs))]
    return payloads.in_browsing_order(payloads.having(snapshot.version, None, conditions, LINKED))


async def _drawn(queries: Iterable[Query], snapshot: Snapshot) -> dict[str, Record]:
    data = snapshot.search_data
    answers = (await data.meili.multi_search({"queries": list(queries)}))["results"]
    return await data.records.get(data.version, (name for answer in answers for name in payloads.ids(answer)))
