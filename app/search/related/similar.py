"""Items that are like an item: close in meaning, with the same terms, or both. Drawn by the engine, ranked by their records.

A reader who is done with a page wants more of its subject, not what the page links to already. So items that it is related to make
up at most a third of the answer, and where another kind is close enough, there is one: beside an approach also a school that did it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.errors import NotFound
from app.domain.vocabularies import Vocabularies
from app.search.ranking.measures import MIN_NEARNESS
from app.search.related.shared_terms import SHARED_FACETS, CommonTerm, shared_terms
from app.search.retrieval import payloads
from app.search.retrieval.payloads import Query
from app.search.retrieval.records import Record, matrix
from app.search.search_data import SearchData

# How much having the very same terms weighs against nearness in meaning. Measured on the 256 relations that editors wrote, which the
# score does not know: of the items that a page is related to, 36% are among its first six with 8 (34 to 35% with 2 and with 12),
# 31% by meaning alone and 28% by terms alone.
W_TERMS = 8.0
# An item of another kind is close enough when it is at least half as near as the nearest: without meanings a consultation body then
# gets no measure that has but the municipality in common with it.
MIN_SHARE_OF_NEAREST = 0.5
# Of what the page links to anyway there is at most one in this many.
ONE_LINKED_IN = 3
# Drawn by meaning, by meaning among other kinds, by each of the rarest terms, and of the same kind.
NEAREST, NEAREST_OF_OTHER_KINDS, OF_EACH_TERM, RAREST_TERMS, OF_KIND = 80, 30, 60, 4, 30

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An item that is like another, with the terms that both have, the weightiest first; `near` when it is near in meaning."""

    record: Record
    shared: tuple[CommonTerm, ...]
    near: bool


async def neighbours(slug: str, limit: int, data: SearchData, vocabularies: Vocabularies) -> list[Neighbour]:
    """The items that are most like this one, the nearest first; at most `limit`. Raises NotFound, IndexMissing and SearchUnavailable."""
    own = (await data.records.of_slugs(data.version, [slug])).get(slug)
    if own is None:
        raise NotFound(f"There is no item {slug!r}.")
    weights = _weights(own, data)
    answers = (await data.meili.multi_search({"queries": _draws(own, weights, data)}))["results"]
    drawn = await data.records.get(data.version, sorted({name for answer in answers for name in payloads.ids(answer)} - {own.id}))
    others = sorted(drawn.values(), key=lambda kept: kept.slug)
    nearness = _nearness(own, others, data)
    chosen = _chosen(own, others, nearness, limit, data)
    return [
        Neighbour(
            others[place], shared_terms(own.facets, others[place].facets, weights, vocabularies), bool(nearness[place] >= MIN_NEARNESS)
        )
        for place in chosen
    ]


def _draws(own: Record, weights: Mapping[tuple[str, str], float], data: SearchData) -> list[Query]:
    version = data.version
    rarest = sorted(weights, key=lambda term: (-weights[term], term))[:RAREST_TERMS]
    conditions = [payloads.is_one_of(facet, [term]) for facet, term in rarest]
    queries = [payloads.in_browsing_order(payloads.having(version, None, [condition], OF_EACH_TERM)) for condition in conditions]
    queries.append(payloads.in_browsing_order(payloads.having(version, None, [payloads.is_one_of("kind", [own.kind])], OF_KIND)))
    linked = f"{payloads.is_one_of('slug', own.links)} OR {payloads.is_one_of('links', [own.slug])}"
    queries.append(payloads.having(version, None, [linked], OF_EACH_TERM))
    if data.meaning and len(own.vector):
        vector = data.meaning.of_item(own.vector.astype(np.float32), np.zeros(1)).engine_vector
        queries.append(payloads.nearest(version, vector, [], NEAREST))
        queries.append(payloads.nearest(version, vector, [f"NOT {payloads.is_one_of('kind', [own.kind])}"], NEAREST_OF_OTHER_KINDS))
    return queries


def _weights(own: Record, data: SearchData) -> dict[tuple[str, str], float]:
    """The weight of each term of an item: the fewer items have it, the more it says. A term that all of them have says nothing."""
    return {
        (facet, term): math.log(data.size / data.counts[facet][term])
        for facet in SHARED_FACETS
        for term in sorted(own.facets[facet])
        if data.counts[facet].get(term)
    }


def _nearness(own: Record, others: Sequence[Record], data: SearchData) -> Scores:
    """The nearness of items in meaning; all the same when that is not known."""
    if data.meaning is None or not others or not len(own.vector):
        return np.zeros(len(others))
    return data.meaning.of_item(own.vector.astype(np.float32), np.zeros(1)).nearness(matrix(others))


def _chosen(own: Record, others: Sequence[Record], nearness: Scores, limit: int, data: SearchData) -> list[int]:
    """The places of the items that are shown, the nearest first."""
    by_terms = W_TERMS * np.array([_likeness(own, kept, data) for kept in others])
    # Rounded, so that equal ones keep the order of their slugs on every machine.
    scores = np.round(by_terms + nearness, 6)
    alike = (by_terms > 0) | (nearness >= MIN_NEARNESS) | np.array([kept.kind == own.kind for kept in others], dtype=bool)
    ranked = [int(place) for place in np.argsort(-scores, kind="stable") if alike[place]]
    return _with_another_kind(_few_linked(own, ranked, others, limit), others, scores, limit)


def _likeness(own: Record, other: Record, data: SearchData) -> float:
    """The cosine of the terms of two items by weight: 1 for the very same terms."""
    first, second = _weights(own, data), _weights(other, data)
    shared = sum(weight**2 for term, weight in first.items() if term in second)
    return shared / max(math.sqrt(sum(weight**2 for weight in first.values()) * sum(weight**2 for weight in second.values())), 1e-9)


def _few_linked(own: Record, ranked: Sequence[int], others: Sequence[Record], limit: int) -> list[int]:
    """The items without what the page links to, except for so many of the nearest of those that they are a third of the answer."""
    linked = [place for place in ranked if others[place].slug in own.links or own.slug in others[place].links]
    rest = len(ranked) - len(linked)
    left_out = set(linked[min(limit // ONE_LINKED_IN, rest // (ONE_LINKED_IN - 1)) :])
    return [place for place in ranked if place not in left_out]


def _with_another_kind(ranked: Sequence[int], others: Sequence[Record], scores: Scores, limit: int) -> list[int]:
    """The nearest, the last of which makes room for another kind if they are all of one kind and another is close enough."""
    nearest, further = list(ranked[:limit]), ranked[limit:]
    if limit > 1 and len({others[place].kind for place in nearest}) == 1:
        kind, enough = others[nearest[0]].kind, MIN_SHARE_OF_NEAREST * scores[nearest[0]]
        nearest[-1] = next((place for place in further if others[place].kind != kind and scores[place] >= enough), nearest[-1])
    return nearest
