"""The parameters of a search page: what the API understands means the same, and nothing is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from app.domain.queries import SearchQuery
from app.web.site._shared.choices import narrowing
from app.web.site._shared.lenient import LABELS, Ignored, read_leniently
from app.web.site._shared.links import search_href

FULL = {
    "q": "lezen",
    "schoolType": ["po", "vo"],
    "problem_area": ["pesten"],
    "min_effect": 0,
    "max_cost": 3,
    "sort": "title",
    "page": 2,
    "pageSize": 7,
}


def read(text, vocabularies):
    return read_leniently(QueryParams(text).multi_items(), vocabularies)


def test_an_address_reads_back_as_the_search_that_it_is_of(vocabularies):
    query = SearchQuery.model_validate(FULL, context=vocabularies)
    assert read(search_href(query, page=2).partition("?")[2], vocabularies) == (query, ())
    assert search_href(SearchQuery()) == "/zoeken"
    assert "page" not in search_href(query).replace("pageSize", "")


def test_a_limit_of_nothing_narrows(vocabularies):
    query, _ = read("minEffect=0", vocabularies)
    assert narrowing(query) == ["min_effect"]


@pytest.mark.parametrize(
    ("text", "ignored"),
    [
        ("schoolType=po&schoolType=hogwarts", [Ignored("Schooltype", "hogwarts")]),
        ("minEvidence=9", [Ignored("Bewijs", "9")]),
        ("page=0", [Ignored("Pagina", "0")]),
        ("sort=months", [Ignored("Volgorde", "months")]),
        ("sort=title&sort=cost", [Ignored("Volgorde", "cost")]),
        ("minEffect=&q=+&schoolType=", []),
        ("utm_source=nieuwsbrief&explain=true", []),
    ],
)
def test_what_means_nothing_is_left_out_and_told(vocabularies, text, ignored):
    assert list(read(text, vocabularies)[1]) == ignored


def test_a_long_query_is_cut(vocabularies):
    query, ignored = read(f"q={'lezen ' * 100}", vocabularies)
    assert query.q.startswith("lezen lezen")
    assert len(ignored) == 1


@given(st.lists(st.tuples(st.sampled_from([*LABELS, "schoolType", "partner", "x"]), st.text(max_size=250))))
def test_no_address_breaks_it(vocabularies, pairs):
    query, _ = read_leniently(pairs, vocabularies)
    assert isinstance(query, SearchQuery)
