"""What a list comes to: rules for any choice from the real catalogue."""

import random

import pytest
from conftest import CONTENT

from app.content import load
from app.domain.items import Measure, PartnerRole
from app.domain.shortlists import Draft, Entry, at_a_glance


@pytest.fixture(scope="module")
def catalogue():
    return {item.slug: item for item in load.load(CONTENT).items}


@pytest.fixture
def glance(catalogue, vocabularies):
    """What these slugs come to."""

    def glancing(*slugs):
        measures = [item for item in catalogue.values() if isinstance(item, Measure)]
        return at_a_glance([catalogue[slug] for slug in slugs], measures, vocabularies)

    return glancing


def test_measures_come_with_what_they_supplement_and_the_other_way_round(glance):
    assert [measure.slug for measure in glance("sportieve-activiteiten").measures] == ["rijke-schooldag", "sport-cultuur"]
    assert [measure.slug for measure in glance("zomerschool-gemeente").measures] == ["zomerschool-gemeente"]
    assert glance("feedback").measures == ()


def test_an_empty_list_comes_to_nothing(glance):
    empty = glance()
    assert (empty.partners, empty.measures, empty.goals, empty.school_types) == ((), (), (), ())


@pytest.mark.parametrize("seed", range(20))
def test_every_need_is_told_once_with_every_item_that_has_it(glance, catalogue, seed):
    chance = random.Random(seed)
    slugs = chance.sample(sorted(catalogue), 12)
    found = glance(*slugs, slugs[0])
    told = {(need.partner, slug, role) for need in found.partners for slug, role in need.roles}
    needed = {
        (partner.partner, slug, partner.role)
        for slug in slugs
        for partner in catalogue[slug].partners
        if partner.role is not PartnerRole.INVOLVED
    }
    assert told == needed
    assert len({need.partner for need in found.partners}) == len(found.partners)
    assert {(group.term, slug) for group in found.school_types for slug in group.slugs} == {
        (term, slug) for slug in slugs for term in catalogue[slug].school_types
    }


@pytest.mark.parametrize("seed", range(20))
def test_required_partners_come_first_then_those_that_many_need(glance, catalogue, seed):
    found = glance(*random.Random(seed).sample(sorted(catalogue), 20)).partners
    order = [(need.role is not PartnerRole.REQUIRED, -len(need.roles)) for need in found]
    assert order == sorted(order)
    for need in found:
        assert (need.role is PartnerRole.REQUIRED) == any(role is PartnerRole.REQUIRED for _, role in need.roles)


def test_goals_come_in_the_order_of_the_vocabulary(glance):
    found = glance("sportieve-activiteiten", "feedback", "zomer-of-lentescholen").goals
    assert [group.term for group in found] == sorted(group.term for group in found)


def listed(*slugs):
    return Draft("Plan", (), tuple(Entry(slug, f"over {slug}") for slug in slugs))


@pytest.mark.parametrize(
    ("slug", "step", "after"),
    [
        ("b", -1, ["b", "a", "c"]),
        ("b", 1, ["a", "c", "b"]),
        ("a", -1, ["a", "b", "c"]),
        ("c", 1, ["a", "b", "c"]),
        ("unknown", 1, ["a", "b", "c"]),
    ],
)
def test_an_item_moves_with_its_note_as_far_as_the_list_goes(slug, step, after):
    moved = listed("a", "b", "c").with_item_moved(slug, step)
    assert [(entry.slug, entry.note) for entry in moved.entries] == [(one, f"over {one}") for one in after]


def test_an_item_is_added_once_and_taken_away_with_its_note():
    assert listed("a").with_item("b").entries == (Entry("a", "over a"), Entry("b", ""))
    assert listed("a").with_item("a") == listed("a")
    assert listed("a", "b").without_item("a") == listed("b")


def test_of_two_lists_no_item_is_lost():
    mine = Draft("Mijn", ("po",), (Entry("b", "van mij"), Entry("c", "")))
    merged = mine.merged_with(listed("a", "b"))
    assert (merged.title, merged.school_types) == ("Mijn", ("po",))
    assert merged.entries == (Entry("b", "van mij"), Entry("c", ""), Entry("a", "over a"))
