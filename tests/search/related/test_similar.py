"""Items that are like an item: rules that hold for any catalogue."""

import numpy as np
import pytest
from app.search.embeddings.item_vectors import ItemVectors
from documents import ITEM, document
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import NotFound
from app.domain.facets import FACET_BY_NAME
from app.domain.language import NO_LANGUAGE
from app.search.related.shared_terms import most_telling
from app.search.related.similar import ONE_LINKED_IN, Neighbours
from app.search.search_data import search_data
from app.search.understanding.lexicon import Lexicon


def neighbours_of(items, vocabularies, linked=None, vectors=None):
    """What is like what among items that are given by their terms, with vectors of meaning or without."""
    documents = [document(number, terms, vocabularies) for number, terms in enumerate(items)]
    item_vectors = None
    if vectors is not None:
        length_one = np.array(vectors, dtype=np.float32)
        length_one /= np.linalg.norm(length_one, axis=1, keepdims=True)
        item_vectors = ItemVectors(length_one, length_one, length_one[:1], [1])
    said = {("partners", "gemeente"): ("gemeente",)}
    return Neighbours(search_data("i", documents, said, Lexicon.of([], NO_LANGUAGE), item_vectors), linked or {}, vocabularies)


@st.composite
def catalogues(draw):
    """Items, what they link to, and vectors of meaning or none."""
    items = draw(st.lists(ITEM, min_size=1, max_size=14))
    slugs = [f"item-{number:02}" for number in range(len(items))]
    linked = {slug: draw(st.sets(st.sampled_from(slugs), max_size=6)) - {slug} for slug in slugs}
    seed = draw(st.none() | st.integers(0, 1000))
    vectors = None if seed is None else np.random.default_rng(seed).normal(size=(len(items), 4))
    return items, linked, vectors


@settings(deadline=None, max_examples=200)
@given(catalogues(), st.integers(1, 20))
def test_what_holds_for_any_catalogue(vocabularies, catalogue, limit):
    items, linked, vectors = catalogue
    neighbours = neighbours_of(items, vocabularies, linked, vectors)
    for number in range(len(items)):
        slug = f"item-{number:02}"
        found = neighbours.of(slug, limit)
        slugs = [one.slug for one in found]
        assert slug not in slugs
        assert len(set(slugs)) == len(slugs) <= limit
        assert ONE_LINKED_IN * len(linked[slug].intersection(slugs)) <= len(slugs)
        assert neighbours.of(slug, limit) == found
        for one in found:
            other = items[int(one.slug[-2:])]
            for term in one.shared:
                closure = vocabularies[FACET_BY_NAME[term.facet].vocabulary].closure
                assert term.value in closure(items[number][term.facet])
                assert term.value in closure(other[term.facet])


def item(kind, *problem_areas, school_types=(), partners=()):
    return {"kind": [kind], "problemArea": problem_areas, "schoolType": school_types, "partner": partners}


def slugs_like_the_first(neighbours, limit=6):
    return [one.slug for one in neighbours.of("item-00", limit)]


def test_a_rare_term_says_more_than_a_common_one(vocabularies):
    rare, common = item("programme", "angst"), item("programme", "pesten")
    neighbours = neighbours_of([item("programme", "angst", "pesten"), common, rare, common, common], vocabularies)
    assert slugs_like_the_first(neighbours)[0] == "item-02"


def test_meaning_decides_between_the_same_terms(vocabularies):
    vectors = [[1, 0], [0, 1], [1, 0.1], [0.5, 0.5]]
    neighbours = neighbours_of([item("programme", "angst")] * 4, vocabularies, vectors=vectors)
    assert slugs_like_the_first(neighbours) == ["item-02", "item-03", "item-01"]


def test_another_kind_takes_the_last_place_if_it_is_close_enough(vocabularies):
    same, near = item("programme", "angst", "pesten"), item("measure", "angst", "pesten")
    far, others = item("measure", "angst", "overgewicht", "thuiszitten", "trauma"), [item("programme")] * 6
    assert slugs_like_the_first(neighbours_of([*[same] * 5, near, *others], vocabularies), 3) == ["item-01", "item-02", "item-05"]
    assert slugs_like_the_first(neighbours_of([*[same] * 5, far, far, *others], vocabularies), 3) == ["item-01", "item-02", "item-03"]
    assert slugs_like_the_first(neighbours_of([*[same] * 5, far, far, *others], vocabularies), 6)[-2:] == ["item-05", "item-06"]


def test_what_the_page_links_to_makes_way(vocabularies):
    linked = {"item-00": {"item-01", "item-02", "item-03"}}
    neighbours = neighbours_of([item("programme", "angst")] * 4 + [item("programme", "angst", "pesten")] * 4, vocabularies, linked)
    assert slugs_like_the_first(neighbours, 2) == ["item-04", "item-05"]
    assert slugs_like_the_first(neighbours, 3) == ["item-01", "item-04", "item-05"]
    assert slugs_like_the_first(neighbours, 20) == ["item-01", "item-02", "item-04", "item-05", "item-06", "item-07"]


def test_an_item_without_terms_is_like_others_of_its_kind(vocabularies):
    neighbours = neighbours_of([item("guide"), item("programme", "angst"), item("guide", "pesten")], vocabularies)
    assert [(one.slug, one.shared, one.near) for one in neighbours.of("item-00", 6)] == [("item-02", (), False)]


def test_nearness_in_meaning_is_enough(vocabularies):
    vectors = [[1, 0], [1, 0.01], *[[0, 1]] * 9]
    neighbours = neighbours_of([item("guide"), item("programme"), *[item("measure", "pesten")] * 9], vocabularies, vectors=vectors)
    assert [(one.slug, one.near) for one in neighbours.of("item-00", 6)] == [("item-01", True)]


def test_an_unknown_item_is_not_found(vocabularies):
    with pytest.raises(NotFound):
        neighbours_of([item("guide")], vocabularies).of("los", 6)


@pytest.mark.parametrize(
    ("facet", "one", "other", "expected"),
    [
        ("problemArea", ["ziekteverzuim"], ["ziekteverzuim", "angst"], ["ziekteverzuim"]),
        ("problemArea", ["ziekteverzuim"], ["thuiszitten"], ["verzuim"]),
        ("problemArea", ["verzuim"], ["thuiszitten"], ["verzuim"]),
        ("schoolType", ["vo"], ["vo"], ["vo"]),
        ("schoolType", ["vo"], ["vmbo"], ["vmbo"]),
        ("schoolType", ["vo"], ["vmbo-kb", "havo"], ["vmbo-kb", "havo"]),
        ("schoolType", ["vmbo-kb"], ["havo"], ["vo"]),
        ("partner", ["jeugdhulp"], ["jeugdgezondheidszorg"], ["jeugdzorg"]),
    ],
)
def test_of_broad_and_narrow_terms_the_one_that_says_most(vocabularies, facet, one, other, expected):
    vocabulary = vocabularies[FACET_BY_NAME[facet].vocabulary]
    common = frozenset(vocabulary.closure(one)) & frozenset(vocabulary.closure(other))
    assert list(most_telling(vocabulary, common)) == expected
