"""Sums over the documents of a catalogue: what comes and goes leaves what a recount gives."""

import random
from collections import Counter

import numpy as np
import pytest
from search.small import documents, draft

from app.domain.facets import FACETS
from app.search.index.statistics import CatalogueStatistics
from app.search.ranking.features import form_key

WORDS = ("lezen", "rekenen", "dyslexie", "zomerschool", "bibliotheek", "taal", "verzuim")
TERMS = ("gemeente", "ouders", "bibliotheek")


def many(count, seed=1, *, size=6):
    chance = random.Random(seed)
    drafts = [
        draft(
            f"partner-{place}" if place % 5 == 0 and place < 50 else f"item-{place}",
            title="Titel",
            body=" ".join(chance.choices(WORDS, k=chance.randint(0, 9))),
            kind=[chance.choice(("guide", "measure"))],
            partner=chance.sample(TERMS, chance.randint(0, 3)),
        )
        for place in range(count)
    ]
    vectors = np.random.default_rng(seed).normal(size=(count, size)).astype(np.float32)
    return documents(drafts, {known["slug"]: vector for known, vector in zip(drafts, vectors, strict=True)} if size else None)


def counted(given):
    found = CatalogueStatistics()
    found.add(given)
    return found


def same(one, other):
    """Hold two sums to be the same, up to the rounding of floating point numbers."""
    for name in ("documents", "words", "forms", "facets", "partner_guides"):
        assert getattr(one, name) == getattr(other, name)
    assert one.length == pytest.approx(other.length)
    for name in ("vectors", "products"):
        sums = getattr(one, name), getattr(other, name)
        assert (sums[0] is None) == (sums[1] is None)
        assert sums[0] is None or np.allclose(*sums, atol=1e-9)


def test_sums_are_what_counting_by_hand_gives():
    given = many(30)
    found = counted(given)
    assert found.documents == 30
    assert found.facets["partner"] == Counter(term for known in given for term in known["partner"])
    assert found.facets.keys() == {facet.name for facet in FACETS}
    assert found.words["lezen"] == sum(known["body"].split().count("lezen") for known in given)
    assert found.forms[form_key("bibliotheek")] == sum("bibliotheek" in known["body"] for known in given)
    guides = {known["slug"] for known in given if "guide" in known["kind"]}
    assert set(found.partner_guides) == {slug for slug in guides if slug.startswith("partner-")}
    assert found.partner_guides
    assert found.mean_length == pytest.approx(found.length / 30)


def test_what_comes_and_goes_leaves_what_a_recount_gives():
    given, others = many(40), many(25, seed=2)
    found = counted(given)
    found.remove(given[5:20])
    found.add(others)
    found.remove(others[:5])
    same(found, counted([*given[:5], *given[20:], *others[5:]]))


def test_what_is_all_gone_leaves_nothing():
    given = many(9)
    found = counted(given)
    found.remove(given)
    assert (found.documents, found.words, found.forms, found.partner_guides) == (0, Counter(), Counter(), Counter())
    assert all(not terms for terms in found.facets.values())
    assert found.mean_vector() is None
    assert found.mean_length > 0


@pytest.mark.parametrize("given", [[], many(12), many(12, size=0)])
def test_what_was_packed_is_unpacked_the_same_and_can_be_changed(given):
    found = counted(given)
    again = CatalogueStatistics.unpacked(found.packed())
    same(again, found)
    more = many(3, seed=3, size=6 if given and given[0]["vector"] else 0)
    again.add(more)
    same(again, counted([*given, *more]))


def test_documents_are_counted_as_they_pass():
    given, found = many(9), CatalogueStatistics()
    passing = found.counting(given)
    assert next(passing) == given[0]
    assert found.documents == 1
    assert list(passing) == given[1:]
    same(found, counted(given))


def test_mean_and_covariance_are_those_of_the_vectors_as_they_are_kept():
    given = many(50)
    vectors = np.stack([np.array(known["_vectors"]["meaning"]["embeddings"]) for known in given])[:, :-1] * 2.75
    found = counted(given)
    assert np.allclose(found.mean_vector(), vectors.mean(axis=0), atol=2e-3)
    assert np.allclose(found.covariance(), np.cov(vectors.T, bias=True), atol=1e-2)


def test_documents_without_vectors_have_no_mean_and_no_covariance():
    found = counted(many(9, size=0))
    assert found.mean_vector() is None
    with pytest.raises(ValueError, match="no vectors"):
        found.covariance()


def test_the_size_follows_the_words_and_not_the_number_of_documents():
    few, more = (len(counted(many(count, size=0)).packed()) for count in (100, 1_000))
    assert more < 1.5 * few
