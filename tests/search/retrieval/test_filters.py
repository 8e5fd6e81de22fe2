"""Filters and orders over records: as the engine has them, for it counts and sorts the others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search.small import catalogue, draft

from app.domain.queries import SearchQuery, Sort
from app.search.index.documents import sort_key as sort_title
from app.search.retrieval import payloads
from app.search.retrieval.filters import passes
from app.search.sorting import sort_key

TERMS = ("guide", "measure", "programme", "good-practice")
TITLES = ("Aanpak", "aanpak", "Één", "de Bibliotheek", "(On)zichtbaar", "10 minuten", "9 tips", "M@ZL", "zorg of", "Zorg-team", "ab", "a b")
RATINGS = (None, -12, -1, 0, 1, 2, 3, 5, 12)
COUNT = 60
NUMBERS = {"min_effect": (-12, 0, 2), "min_evidence": (1, 3), "max_cost": (1, 2, 5)}


def item(place):
    """One of many items that differ in everything that is filtered or sorted by."""
    values = {"effect": RATINGS[place % 9], "evidence": RATINGS[place % 7 + 2], "cost": RATINGS[(place * 5) % 9]}
    if place % 4 == 0:
        values = dict.fromkeys(values)
    return draft(
        f"item-{place:02}",
        kind=[TERMS[place % 4]],
        setting=list(TERMS[: place % 3]),
        kindOrder=place % 5,
        sortTitle=sort_title(TITLES[place % len(TITLES)]),
        updated=f"2026-01-{1 + place % 9:02}T{place % 24:02}:00:00+00:00",
        **{name: value for name, value in values.items() if value is not None},
    )


@pytest.fixture(scope="module")
def known(small_server):
    return catalogue(small_server, [item(place) for place in range(COUNT)])


@pytest.fixture(scope="module")
def records(known):
    """Every record by id."""

    async def all_of_them(data):
        return await data.records.of_slugs(known.version, [f"item-{place:02}" for place in range(COUNT)])

    return {kept.id: kept for kept in known.run(all_of_them).values()}


def drawn(known, query):
    """The ids that the engine gives for one query."""

    async def ask(data):
        return payloads.ids((await data.meili.multi_search({"queries": [query]}))["results"][0])

    return known.run(ask)


@settings(max_examples=80, deadline=None)
@given(
    st.fixed_dictionaries({name: st.lists(st.sampled_from(TERMS), unique=True, max_size=2).map(tuple) for name in ("kind", "setting")}),
    st.fixed_dictionaries({name: st.none() | st.sampled_from(values) for name, values in NUMBERS.items()}),
)
def test_records_pass_the_filters_that_the_engine_lets_through(known, records, chosen, limits):
    query = SearchQuery.model_construct(**SearchQuery().model_dump() | chosen | limits)
    found = drawn(known, payloads.having(known.version, None, payloads.filters(query), COUNT))
    assert set(found) == {name for name, kept in records.items() if passes(kept, query)}
    without = SearchQuery.model_construct(**query.model_dump() | {"kind": ()})
    assert all(passes(kept, query, leaving_out="kind") == passes(kept, without) for kept in records.values())


@pytest.mark.parametrize("sort", Sort)
def test_records_sort_as_the_engine_does_with_unknown_values_last(known, records, sort):
    found = drawn(known, payloads.in_order(payloads.having(known.version, None, [], COUNT), sort))
    assert found == sorted(records, key=lambda name: sort_key(records[name], sort))
    if sort in {Sort.EFFECT, Sort.EVIDENCE, Sort.COST}:
        unknown = [sort.value not in records[name].values for name in found]
        assert unknown == sorted(unknown)
        assert 0 < sum(unknown) < COUNT
