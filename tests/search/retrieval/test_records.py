"""Records in memory: a bounded number, fetched when they are needed, of the version that is asked for."""

import asyncio

import pytest
from search.small import catalogue, directions, draft

from app.domain.errors import IndexMissing
from app.search.index.versions import IndexVersion
from app.search.retrieval.client import Meili
from app.search.retrieval.records import DerivedValues, Records, SearchLimits, matrix

SLUGS = [f"item-{place}" for place in range(9)]


@pytest.fixture(scope="module")
def known(small_server):
    drafts = [draft(slug, title=slug.title(), body=f"over {slug}", effect=place, partner=["ouders"]) for place, slug in enumerate(SLUGS)]
    return catalogue(small_server, drafts, directions(SLUGS))


class Counting(Meili):
    """A client that counts which documents are fetched."""

    def __init__(self, known):
        super().__init__(known.server.url, known.server.key, 30)
        self.fetched = []

    async def documents(self, index, ids, fields):
        self.fetched.append(list(ids))
        return await super().documents(index, ids, fields)


def with_records(known, limit, ask):
    async def asked():
        async with Counting(known) as meili:
            return await ask(Records(meili, SearchLimits(records=limit)), meili)

    return asyncio.run(asked())


def test_a_record_has_what_the_document_says(known):
    async def ask(records, _):
        return (await records.of_slugs(known.version, ["item-3"]))["item-3"]

    kept = with_records(known, 9, ask)
    assert (kept.title, kept.body, kept.values["effect"]) == ("Item-3", "over item-3", 3)
    assert (kept.kind, kept.facets["partner"], kept.facets["goal"]) == ("guide", {"ouders"}, frozenset())
    assert matrix([kept]).tolist() == [directions(SLUGS)["item-3"].tolist()]
    assert kept.length == sum(kept.forms.values()) > 0


def test_records_come_in_the_order_asked_once_each_and_the_unknown_are_left_out(known):
    async def ask(records, _):
        return list(await records.of_slugs(known.version, ["item-5", "nobody", "item-1", "item-5"]))

    assert with_records(known, 9, ask) == ["item-5", "item-1"]


def test_what_is_in_memory_is_not_fetched_again_and_no_more_is_kept_than_fits(known):
    async def ask(records, meili):
        ids = [kept.id for kept in (await records.of_slugs(known.version, SLUGS)).values()]
        meili.fetched.clear()
        assert list(await records.get(known.version, ids[-4:])) == ids[-4:]
        assert meili.fetched == []
        assert list(await records.get(known.version, ids)) == ids
        return ids, meili.fetched

    ids, fetched = with_records(known, 4, ask)
    assert fetched == [ids[:5]]


def test_a_version_without_the_items_gives_none_even_when_they_are_in_memory(known):
    async def ask(records, _):
        assert await records.of_slugs(known.version, SLUGS)
        return await records.of_slugs(IndexVersion(known.version.index, 0), SLUGS)

    assert with_records(known, 9, ask) == {}


def test_an_index_that_is_gone_is_said(known):
    gone = IndexVersion(f"{known.version.index}x", 1)

    async def by_slug(records, _):
        await records.of_slugs(gone, ["item-1"])

    async def by_id(records, _):
        await records.get(gone, ["item-1--0"])

    for ask in (by_slug, by_id):
        with pytest.raises(IndexMissing):
            with_records(known, 9, ask)


def test_derived_values_are_made_once_and_as_many_are_kept_as_fit(known):
    async def ask(records, _):
        return list((await records.of_slugs(known.version, SLUGS)).values())

    kept, made = with_records(known, 9, ask), []
    values = DerivedValues(4)

    def value(record, name):
        return values.of(record, name, lambda: made.append((name, record.slug)) or f"{name} of {record.slug}")

    assert [value(record, "size") for record in kept[:4]] == [f"size of {slug}" for slug in SLUGS[:4]]
    assert [value(record, "size") for record in kept[:4]] == [f"size of {slug}" for slug in SLUGS[:4]]
    assert len(made) == 4
    assert value(kept[0], "weight") == "weight of item-0"
    assert len(made) == 5
    for record in kept:
        value(record, "size")
    made.clear()
    value(kept[0], "size")
    value(kept[-1], "size")
    assert made == [("size", "item-0")]
