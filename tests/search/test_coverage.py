"""A matrix over two facets: what holds for any catalogue, counted once more by hand, and which empty pairs are gaps."""

import random

import pytest
from documents import CHOICES, document, some_terms
from search.small import catalogue

from app.domain.coverage import CoverageQuery
from app.domain.facets import FACET_BY_NAME
from app.search.coverage import MAX_GAPS, coverage

AXES = ("kind", "problemArea", "schoolType", "partner")


@pytest.fixture
def catalogue_of(small_server, vocabularies):
    """The way to ask for matrices of a catalogue of items that are given by their terms."""

    def made(items):
        known = catalogue(small_server, [document(number, terms, vocabularies) for number, terms in enumerate(items)])

        def covered(**asked):
            query = CoverageQuery.model_validate(asked, context=vocabularies)
            return known.run(lambda data: coverage(query, data, vocabularies))

        return covered

    return made


@pytest.fixture
def covered(catalogue_of):
    """One matrix of a catalogue."""
    return lambda items, **asked: catalogue_of(items)(**asked)


def vocabulary_of(facet, vocabularies):
    return vocabularies[FACET_BY_NAME[facet].vocabulary]


def has(item, facet, term, vocabularies):
    return term is None or term in vocabulary_of(facet, vocabularies).closure(item[facet])


@pytest.mark.parametrize("seed", range(4))
def test_what_holds_for_any_catalogue(catalogue_of, vocabularies, seed):
    chance = random.Random(seed)
    items = [some_terms(chance) for _ in range(chance.randint(1, 12))]
    covered = catalogue_of(items)
    for _ in range(20):
        rows, columns = chance.sample(AXES, 2)
        chosen = {facet: chance.sample(CHOICES[facet], chance.randint(0, 2)) for facet in AXES if chance.random() < 0.5}
        conditions = [(facet, terms) for facet, terms in chosen.items() if terms and facet not in {rows, columns}]
        counted = [
            item for item in items if all(any(has(item, facet, term, vocabularies) for term in terms) for facet, terms in conditions)
        ]
        holds(covered(rows=rows, columns=columns, **chosen), counted, (rows, columns), vocabularies)


def holds(found, counted, axes, vocabularies):
    """Hold a matrix to what counting these items by hand gives."""
    rows, columns = axes

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
def test_every_term_stands_after_its_broader_one(covered, vocabularies, facet):
    other = "partner" if facet != "partner" else "kind"
    rows = covered([], rows=facet, columns=other).rows
    assert {row.term.id for row in rows} == set(vocabulary_of(facet, vocabularies).by_id)
    way = []
    for row in rows:
        way[row.level :] = [row.term.id]
        assert len(way) == row.level + 1
        assert row.term.broader == (way[-2] if row.level else None)


def test_a_choice_in_a_facet_of_the_matrix_says_what_is_shown(covered, vocabularies):
    items = [{"kind": ["guide"], "problemArea": {"ziekteverzuim"}, "schoolType": {"po"}, "partner": {"gemeente"}}]
    found = covered(items, problemArea=["verzuim"], partner=["jeugdzorg", "gemeente"])
    narrower = vocabularies["problem-areas"].descendants("verzuim")
    assert [row.term.id for row in found.rows] == ["verzuim", *narrower]
    assert [column.term.id for column in found.columns] == ["gemeente", "jeugdzorg", "jeugdgezondheidszorg", "jeugdhulp"]
    assert found.counts[0] == [1, 0, 0, 0]


def item(problem_area, partner):
    return {"kind": ["guide"], "problemArea": {problem_area}, "schoolType": set(), "partner": {partner}}


def test_a_gap_is_where_next_of_kin_are_served(covered):
    served = [item("thuiszitten", "jeugdhulp"), item("ziekteverzuim", "jeugdgezondheidszorg"), item("angst", "bibliotheek")]
    gaps = {(row.term.id, column.term.id) for row, column in covered(served).gaps}
    # The library has nothing about absence, absolute absence has no items at all, and school leavers (no item) are not a gap either.
    assert gaps == {("thuiszitten", "jeugdgezondheidszorg"), ("ziekteverzuim", "jeugdhulp")}


def test_the_rarest_row_comes_first_and_then_the_commonest_column(covered):
    served = [
        item("thuiszitten", "gemeente"),
        *[item("ziekteverzuim", "jeugdgezondheidszorg")] * 2,
        *[item("ziekteverzuim", "leerplicht")] * 3,
        item("ziekteverzuim", "sport"),
    ]
    gaps = [(row.term.id, column.term.id) for row, column in covered(served).gaps]
    assert gaps == [("thuiszitten", "leerplicht"), ("thuiszitten", "sport"), ("ziekteverzuim", "gemeente")]


def test_nothing_covers_nothing(covered):
    found = covered([], rows="goal", columns="setting")
    assert (found.total, found.gaps, found.gaps_total) == (0, (), 0)
    assert all(count == 0 for row in found.counts for count in row)
