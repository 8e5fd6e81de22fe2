"""A matrix over two facets: what holds for any catalogue, counted once more by hand, and which empty pairs are gaps."""

import pytest
from documents import CHOICES, ITEM, document
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.coverage import CoverageQuery
from app.domain.facets import FACET_BY_NAME
from app.domain.language import NO_LANGUAGE
from app.search.coverage import MAX_GAPS, coverage
from app.search.search_data import search_data
from app.search.understanding.lexicon import Lexicon

AXES = ("kind", "problemArea", "schoolType", "partner")


def catalogue_of(items, vocabularies):
    documents = [document(number, terms, vocabularies) for number, terms in enumerate(items)]
    return search_data("i", documents, {("partners", "gemeente"): ("gemeente",)}, Lexicon.of([], NO_LANGUAGE), None)


def covered(items, vocabularies, **asked):
    query = CoverageQuery.model_validate(asked, context=vocabularies)
    return coverage(query, catalogue_of(items, vocabularies), vocabularies)


def vocabulary_of(facet, vocabularies):
    return vocabularies[FACET_BY_NAME[facet].vocabulary]


def has(item, facet, term, vocabularies):
    return term is None or term in vocabulary_of(facet, vocabularies).closure(item[facet])


def filters():
    return st.fixed_dictionaries({}, optional={facet: st.lists(st.sampled_from(CHOICES[facet]), max_size=2) for facet in AXES})


@settings(deadline=None, max_examples=80)
@given(st.lists(ITEM, min_size=1, max_size=12), st.permutations(AXES).map(lambda facets: facets[:2]), filters())
def test_what_holds_for_any_catalogue(vocabularies, items, axes, chosen):
    rows, columns = axes
    found = covered(items, vocabularies, rows=rows, columns=columns, **chosen)
    counted = [
        item
        for item in items
        if all(not terms or facet in axes or any(has(item, facet, term, vocabularies) for term in terms) for facet, terms in chosen.items())
    ]

    def count(row, column):
        return sum(has(item, rows, row, vocabularies) and has(item, columns, column, vocabularies) for item in counted)

    assert found.total == len(counted)
    assert [row.count for row in found.rows] == [count(row.term.id, None) for row in found.rows]
    assert [column.count for column in found.columns] == [count(None, column.term.id) for column in found.columns]
    assert found.counts == [[count(row.term.id, column.term.id) for column in found.columns] for row in found.rows]
    assert len(found.gaps) == min(found.gaps_total, MAX_GAPS)
    for row, column in found.gaps:
        assert {row.term.id, column.term.id}.isdisjoint(vocabulary_of(rows, vocabularies).narrower)
        assert count(row.term.id, column.term.id) == 0
        assert count(row.term.broader, column.term.id) > 0
        assert count(row.term.id, column.term.broader) > 0
    order = [(row.count, -column.count) for row, column in found.gaps]
    assert order == sorted(order)


@pytest.mark.parametrize("facet", AXES)
def test_every_term_stands_after_its_broader_one(vocabularies, facet):
    other = "partner" if facet != "partner" else "kind"
    rows = covered([], vocabularies, rows=facet, columns=other).rows
    assert {row.term.id for row in rows} == set(vocabulary_of(facet, vocabularies).by_id)
    way = []
    for row in rows:
        way[row.level :] = [row.term.id]
        assert len(way) == row.level + 1
        assert row.term.broader == (way[-2] if row.level else None)


def test_a_choice_in_a_facet_of_the_matrix_says_what_is_shown(vocabularies):
    items = [{"kind": ["guide"], "problemArea": {"ziekteverzuim"}, "schoolType": {"po"}, "partner": {"gemeente"}}]
    found = covered(items, vocabularies, problemArea=["verzuim"], partner=["jeugdzorg", "gemeente"])
    narrower = vocabularies["problem-areas"].descendants("verzuim")
    assert [row.term.id for row in found.rows] == ["verzuim", *narrower]
    assert [column.term.id for column in found.columns] == ["gemeente", "jeugdzorg", "jeugdgezondheidszorg", "jeugdhulp"]
    assert found.counts[0] == [1, 0, 0, 0]


def item(problem_area, partner):
    return {"kind": ["guide"], "problemArea": {problem_area}, "schoolType": set(), "partner": {partner}}


def test_a_gap_is_where_next_of_kin_are_served(vocabularies):
    served = [item("thuiszitten", "jeugdhulp"), item("ziekteverzuim", "jeugdgezondheidszorg"), item("angst", "bibliotheek")]
    gaps = {(row.term.id, column.term.id) for row, column in covered(served, vocabularies).gaps}
    # The library has nothing about absence, absolute absence has no items at all, and school leavers (no item) are not a gap either.
    assert gaps == {("thuiszitten", "jeugdgezondheidszorg"), ("ziekteverzuim", "jeugdhulp")}


def test_the_rarest_row_comes_first_and_then_the_commonest_column(vocabularies):
    served = [
        item("thuiszitten", "gemeente"),
        *[item("ziekteverzuim", "jeugdgezondheidszorg")] * 2,
        *[item("ziekteverzuim", "leerplicht")] * 3,
        item("ziekteverzuim", "sport"),
    ]
    gaps = [(row.term.id, column.term.id) for row, column in covered(served, vocabularies).gaps]
    assert gaps == [("thuiszitten", "leerplicht"), ("thuiszitten", "sport"), ("ziekteverzuim", "gemeente")]


def test_nothing_covers_nothing(vocabularies):
    found = covered([], vocabularies, rows="goal", columns="setting")
    assert (found.total, found.gaps, found.gaps_total) == (0, (), 0)
    assert all(count == 0 for row in found.counts for count in row)
