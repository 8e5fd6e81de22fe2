"""Pages, totals and counts are those of one set: of what has the words and what is near in meaning, whichever the engine has counted."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from search.small import catalogue, directions, draft, searched, slugs, towards

from app.domain.facets import FACETS
from app.domain.queries import SearchQuery, Sort
from app.search import search_data
from app.search.retrieval.records import SearchLimits

TERMS = ("guide", "measure", "programme", "intervention")
COUNT = 100
# Each word with every how many items have it; the first is in more than are drawn by words.
WORDS = {"samen": 1.2, "dyslexie": 2, "zomerschool": 7, "muziekles": 40, "bibliotheek": 1000}
RATINGS = (None, -2, 0, 1, 2, 3)
KEYS = {
    Sort.RELEVANCE: lambda _: 0,
    Sort.EFFECT: lambda item: -item.get("effect", -99),
    Sort.EVIDENCE: lambda item: -item.get("evidence", -99),
    Sort.COST: lambda item: item.get("cost", 99),
    Sort.TITLE: lambda _: 0,
    Sort.UPDATED: lambda item: -int(item["updated"][8:10]),
}


def has_word(place, word):
    return place // WORDS[word] != (place - 1) // WORDS[word]


def item(place):
    ratings = {name: RATINGS[(place * step) % 6] for step, name in ((1, "effect"), (5, "evidence"), (7, "cost"))}
    return draft(
        f"item-{place:03}",
        body=" ".join(word for word in WORDS if has_word(place, word)),
        kind=[TERMS[place % 4]],
        setting=list(TERMS[: (place // 3) % 4]),
        sortTitle=f"{'abc'[place % 3]}{(place * 37) % COUNT // 2:02}",
        updated=f"2026-01-0{1 + place % 3}T00:00:00+00:00",
        **{name: value for name, value in ratings.items() if value is not None},
    )


ITEMS = {made["slug"]: made for made in map(item, range(COUNT))}


@pytest.fixture(scope="module")
def known(small_server):
    return catalogue(small_server, list(ITEMS.values()), directions(list(ITEMS)))


def drawn_search(chance):
    """The items that a query is near to, and the query."""
    chosen = {name: tuple(chance.sample(TERMS, chance.choice((0, 0, 1, 2)))) for name in ("kind", "setting")}
    limits = {"max_cost": chance.choice((None, None, 0, 1, 3)), "min_effect": chance.choice((None, None, -2, 0, 3))}
    asked = {"q": chance.choice([*WORDS, ""]), "sort": chance.choice(list(Sort)), "page_size": chance.randint(9, 40)}
    near = chance.sample(range(COUNT), chance.randint(0, 5)) if asked["q"] else []
    return near, SearchQuery.model_construct(**SearchQuery().model_dump() | asked | chosen | limits)


def is_left(made, query, leaving_out=None):
    """Whether the filters of a query let an item through."""
    for facet in FACETS:
        chosen = query.selected(facet.name)
        if chosen and facet.name != leaving_out and not set(chosen).intersection(made[facet.name]):
            return False
    fits_cost = query.max_cost is None or ("cost" in made and made["cost"] <= query.max_cost)
    return fits_cost and (query.min_effect is None or ("effect" in made and made["effect"] >= query.min_effect))


async def all_pages(query, data, vector):
    first = await searched(query, data, vector)
    pages = -(-first.result.total // query.page_size)
    asked = [query.model_copy(update={"page": page}) for page in range(1, pages + 2)]
    return first, [await searched(page, data, vector) for page in asked]


def holds(query, near, first, answers):
    """Hold what was found against the items that it must be."""
    members = {slug for place, slug in enumerate(ITEMS) if not query.q or has_word(place, query.q) or place in near}

    def left(leaving_out=None):
        return {slug for slug in members if is_left(ITEMS[slug], query, leaving_out)}

    found = [slug for answer in answers for slug in slugs(answer)]
    assert set(found) == left()
    assert {answer.result.total for answer in answers} == {len(found)} == {len(set(found))}
    assert all(len(answer.result.hits) == query.page_size for answer in answers[:-2])
    assert answers[-1].result.hits == ()
    if query.sort is not Sort.RELEVANCE:
        assert found == sorted(found, key=lambda slug: (KEYS[query.sort](ITEMS[slug]), ITEMS[slug]["sortTitle"], slug))
    for facet in FACETS:
        counted = Counter(term for slug in left(facet.name) for term in ITEMS[slug][facet.name])
        assert dict(first.result.counts.get(facet.name, {})) == dict(counted)
    chosen = set() if found else {facet.name for facet in FACETS if query.selected(facet.name)}
    assert first.result.without == {facet: len(left(facet)) for facet in chosen}
    assert (first.bounded, first.degraded) == (False, False)


@pytest.mark.parametrize("whole", [True, False])
def test_pages_joined_together_are_the_whole_order_and_totals_and_counts_are_those_of_one_set(known, whole, monkeypatch):
    if not whole:
        monkeypatch.setattr(search_data, "MEASURED_WHOLE", COUNT // 2)

    async def draw(data):
        chance = random.Random(3)
        for _ in range(80):
            near, query = drawn_search(chance)
            vector = sum(map(towards, near)) / len(near) ** 0.5 if near else None
            holds(query, near, *await all_pages(query, data, vector))

    known.run(draw)


def test_where_fewer_are_looked_at_than_are_near_the_answer_says_so(known, monkeypatch):
    monkeypatch.setattr(search_data, "MEASURED_WHOLE", COUNT // 2)
    vector = sum(map(towards, range(8))) / 8**0.5
    query = SearchQuery(q="bibliotheek", page_size=100)
    few = replace(known, limits=SearchLimits(nearest=3))
    cut, whole = few.search(query, vector), known.search(query, vector)
    assert (cut.bounded, whole.bounded) == (True, False)
    assert set(slugs(cut)) <= set(slugs(whole))
    assert (cut.result.total, whole.result.total) == (3, 8)
    assert sum(cut.result.counts["kind"].values()) == 3
