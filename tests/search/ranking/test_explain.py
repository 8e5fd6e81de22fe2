"""Reasons why an item is a result, and the sentences for them."""

import pytest
from search.small import catalogue, directions, draft, searched, towards

from app.domain.queries import SearchQuery
from app.dutch.search_reasons import reason_sentence
from app.search.ranking import explain

DRAFTS = [
    draft("a", title="Aanpak van ziekteverzuim", names=["M@ZL"], partner=["ouders"], about=["ziekte verzuim"]),
    *(draft(f"b-{number:02}", body="bijles") for number in range(30)),
]


@pytest.fixture(scope="module")
def known(small_server):
    return catalogue(small_server, DRAFTS, directions([made["slug"] for made in DRAFTS]))


@pytest.fixture
def reasons(known, vocabularies):
    def told(slug, q, vector=None, **chosen):
        query = SearchQuery(q=q) if not chosen else SearchQuery.model_validate({"q": q, **chosen}, context=vocabularies)

        async def ask(data):
            outcome = await searched(query, data, vector)
            kept = (await data.records.of_slugs(data.version, [slug]))[slug]
            return explain.reasons(kept, query, outcome, data, vocabularies)

        return known.run(ask)

    return told


def text_of(reason):
    return reason_sentence(reason.code, reason.typed, reason.found, reason.facet)


@pytest.mark.parametrize(
    ("q", "typed", "text"),
    [
        ("ziekteverzuim", "ziekteverzuim", "Het woord ‘ziekteverzuim’ staat erin"),
        ("ziekteverzium", "ziekteverzium", "‘ziekteverzium’ is gelezen als ‘ziekteverzuim"),
        ("ziektever", "ziektever", "begint met ‘ziektever’"),
        ("ziekte bij", "ziekte", "Het woord ‘ziekte’ staat erin"),
    ],
)
def test_a_reason_names_what_was_typed(reasons, q, typed, text):
    first = reasons("a", q)[0]
    assert (first.kind, first.typed) == ("word", typed)
    assert text in text_of(first)


def test_a_name_is_the_first_reason(reasons):
    first = reasons("a", "m@zl")[0]
    assert (first.kind, first.typed) == ("name", "m@zl")
    assert "‘m@zl’ is de naam van deze pagina" in text_of(first)
    assert all(reason.kind != "name" for reason in reasons("b-00", "m@zl"))


def test_meaning_and_terms_are_reasons_of_the_items_that_they_brought(reasons):
    assert [reason.kind for reason in reasons("a", "school", towards(0))] == ["term", "meaning"]
    (term,) = [reason for reason in reasons("a", "school", towards(-1)) if reason.kind == "term"]
    assert term.found == ("Ouders en verzorgers",)
    assert "‘Ouders en verzorgers’" in text_of(term)
    assert not [reason for reason in reasons("b-00", "school", towards(-1)) if reason.kind == "term"]


def test_the_filters_come_last_by_their_labels(reasons):
    last = reasons("a", "ziekteverzuim", partner=["ouders", "gemeente"])[-1]
    assert last.kind == "filter"
    assert text_of(last).endswith(": Ouders en verzorgers of Gemeente.")


def test_an_item_that_only_the_engine_found_has_a_reason_too(reasons):
    (only,) = reasons("b-00", "iets")
    assert (only.kind, only.typed) == ("word", "iets")
    assert reasons("b-00", "") == []
