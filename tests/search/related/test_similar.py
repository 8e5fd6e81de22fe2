"""Items that are like an item: rules that hold for any catalogue."""

import random

import numpy as np
import pytest
from documents import document, slug, some_terms
from search.small import catalogue

from app.domain.errors import NotFound
from app.domain.facets import FACET_BY_NAME
from app.search.related.shared_terms import most_telling
from app.search.related.similar import ONE_LINKED_IN, neighbours


@pytest.fixture
def neighbours_of(small_server, vocabularies):
    """What is like what among items that are given by their terms, with vectors of meaning or without."""

    def made(items, linked=None, vectors=None):
        links = linked or {}
        drafts = [document(number, terms, vocabularies, links=sorted(links.get(slug(number), ()))) for number, terms in enumerate(items)]
        by_slug = None
        if vectors is not None:
            of_some_length = np.zeros((len(items), 128), dtype=np.float32)
            of_some_length[:, : len(vectors[0])] = vectors
            of_some_length /= np.linalg.norm(of_some_length, axis=1, keepdims=True)
            by_slug = {slug(number): vector for number, vector in enumerate(of_some_length)}
        known = catalogue(small_server, drafts, by_slug)
        return lambda name, limit: known.run(lambda data: neighbours(name, limit, data, vocabularies))

    return made


@pytest.mark.parametrize("seed", range(8))
def test_what_holds_for_any_catalogue(neighbours_of, vocabularies, seed):
    chance = random.Random(seed)
    items = [some_terms(chance) for _ in range(chance.randint(1, 14))]
    names = [slug(number) for number in range(len(items))]
    linked = {name: set(chance.sample(names, chance.randint(0, min(6, len(names))))) - {name} for name in names}
    vectors = None if seed % 2 else np.random.default_rng(seed).normal(size=(len(items), 4))
    alike = neighbours_of(items, linked, vectors)
    for number, name in enumerate(names):
        limit = chance.randint(1, 20)
        found = alike(name, limit)
        slugs = [one.record.slug for one in found]
        both_ways = {other for other in names if other in linked[name] or name in linked[other]}
        assert name not in slugs
        assert len(set(slugs)) == len(slugs) <= limit
        assert ONE_LINKED_IN * len(both_ways.intersection(slugs)) <= len(slugs)
        assert [(one.record.slug, one.shared, one.near) for one in alike(name, limit)] == [
            (one.record.slug, one.shared, one.near) for one in found
        ]
        for one in found:
            other = items[int(one.record.slug[-2:])]
            for term in one.shared:
                closure = vocabularies[FACET_BY_NAME[term.facet].vocabulary].closure
                assert term.value in closure(items[number][term.facet])
                assert term.value in closure(other[term.facet])


def item(kind, *problem_areas, school_types=(), partners=()):
    return {"kind": [kind], "problemArea": problem_areas, "schoolType": school_types, "partner": partners}


def slugs_like_the_first(alike, limit=6):
    return [one.record.slug for one in alike("item-00", limit)]


def test_a_rare_term_says_more_than_a_common_one(neighbours_of):
    rare, common = item("programme", "angst"), item("programme", "pesten")
    alike = neighbours_of([item("programme", "angst", "pesten"), common, rare, common, common])
    assert slugs_like_the_first(alike)[0] == "item-02"


def test_meaning_decides_between_the_same_terms(neighbours_of):
    vectors = [[1, 0], [0, 1], [1, 0.1], [0.5, 0.5]]
    alike = neighbours_of([item("programme", "angst")] * 4, vectors=vectors)
    assert slugs_like_the_first(alike) == ["item-02", "item-03", "item-01"]


def test_another_kind_takes_the_last_place_if_it_is_close_enough(neighbours_of):
    same, near = item("programme", "angst", "pesten"), item("measure", "angst", "pesten")
    far, others = item("measure", "angst", "overgewicht", "thuiszitten", "trauma"), [item("programme")] * 6
    assert slugs_like_the_first(neighbours_of([*[same] * 5, near, *others]), 3) == ["item-01", "item-02", "item-05"]
    assert slugs_like_the_first(neighbours_of([*[same] * 5, far, far, *others]), 3) == ["item-01", "item-02", "item-03"]
    assert slugs_like_the_first(neighbours_of([*[same] * 5, far, far, *others]), 6)[-2:] == ["item-05", "item-06"]


def test_what_the_page_links_to_makes_way(neighbours_of):
    linked = {"item-00": {"item-01", "item-02", "item-03"}}
    alike = neighbours_of([item("programme", "angst")] * 4 + [item("programme", "angst", "pesten")] * 4, linked)
    assert slugs_like_the_first(alike, 2) == ["item-04", "item-05"]
    assert slugs_like_the_first(alike, 3) == ["item-01", "item-04", "item-05"]
    assert slugs_like_the_first(alike, 20) == ["item-01", "item-02", "item-04", "item-05", "item-06", "item-07"]


def test_an_item_without_terms_is_like_others_of_its_kind(neighbours_of):
    alike = neighbours_of([item("guide"), item("programme", "angst"), item("guide", "pesten")])
    assert [(one.record.slug, one.shared, one.near) for one in alike("item-00", 6)] == [("item-02", (), False)]


def test_nearness_in_meaning_is_enough(neighbours_of):
    vectors = [[1, 0], [1, 0.01], *[[0, 1]] * 9]
    alike = neighbours_of([item("guide"), item("programme"), *[item("measure", "pesten")] * 9], vectors=vectors)
    assert [(one.record.slug, one.near) for one in alike("item-00", 6)] == [("item-01", True)]


def test_an_unknown_item_is_not_found(neighbours_of):
    with pytest.raises(NotFound):
        neighbours_of([item("guide")])("los", 6)


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
