"""The guide's arithmetic, on a catalogue of our own: what earns points, what breaks ties, and what must never matter."""

import random
from itertools import pairwise

import pytest
from advisable import common, intervention, needs, programme, rating
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.advice.matching import AreaMatch, Nearness
from app.domain.advice.ranking import Adviser
from app.domain.advice.scan import Finding, school_scan
from app.domain.advice.scoring import COST, EVIDENCE, FIT, PARTNERS, RECOGNITION, SCHOOL_TYPE, UNKNOWN_EVIDENCE, assess
from app.domain.items import RATING_RANGE, Intervention, Measure, Scale

AREAS = ("verzuim", "ziekteverzuim", "spijbelen", "thuiszitten", "pesten", "motivatie", "gedrag", "welbevinden", "angst")


@pytest.fixture(scope="session")
def ask():
    """A scan; an area may have a weight behind a colon."""

    def made(*areas, schools=("vo",), partner=(), max_cost=None, limit=5):
        return school_scan(schools, map(_finding, areas), partner, max_cost=max_cost, limit=limit)

    return made


def _finding(text):
    area, _, weight = text.partition(":")
    return Finding(area, int(weight or 1))


@pytest.fixture(scope="session")
def earned(vocabularies, ask):
    """The points of one item by name."""

    def points(item, scan):
        return {one.name: (one.points, one.of) for one in assess(item, scan, vocabularies).points}

    return points


@pytest.fixture(scope="session")
def order(vocabularies):
    """The slugs of advised interventions."""

    def slugs(items, scan):
        return [one.item.slug for one in Adviser(items, vocabularies).advise(scan).interventions]

    return slugs


def test_the_maxima_make_100():
    assert (FIT, EVIDENCE, PARTNERS, COST, SCHOOL_TYPE) == (48, 30, 10, 8, 4)
    assert FIT + EVIDENCE + PARTNERS + COST + SCHOOL_TYPE == 100


@pytest.mark.parametrize(
    ("areas", "asked", "points"),
    [
        (("verzuim",), ("verzuim",), 48),
        (("ziekteverzuim",), ("verzuim",), 24),
        (("verzuim",), ("ziekteverzuim",), 12),
        (("verzuim", "ziekteverzuim"), ("verzuim",), 48),
        (("verzuim",), ("verzuim:3", "pesten"), 36),
        (("pesten",), ("verzuim:3", "pesten"), 12),
        (("pesten",), ("verzuim:2", "pesten"), 16),
        (("welbevinden",), ("angst",), 12),
        (("sociaal-emotioneel",), ("angst",), 0),
        (("pesten",), ("verzuim", "motivatie", "pesten:1", "gedrag", "executieve-functies", "cultuur", "cultuur:2")[:6], 8),
    ],
)
def test_fit_is_the_weighted_share_of_the_findings(earned, ask, areas, asked, points):
    assert earned(intervention(areas=areas), ask(*asked))["fit"] == (points, 48)


def test_an_area_named_twice_counts_once_with_its_highest_weight(ask):
    assert [(one.area, one.weight) for one in ask("pesten", "verzuim:2", "pesten:3", "verzuim").findings] == [("pesten", 3), ("verzuim", 2)]


@pytest.mark.parametrize(("evidence", "points"), [(5, 30), (4, 24), (3, 18), (2, 12), (1, 6), (None, 9)])
def test_evidence_earns_six_a_step_and_unknown_is_no_step(earned, ask, evidence, points):
    assert earned(intervention(evidence=evidence), ask("verzuim"))["evidence"] == (points, 30)


def test_a_rating_that_is_open_or_not_current_is_unknown(earned, ask):
    open_rating = intervention(evidence=None).model_copy(update={"ratings": intervention(evidence=3).ratings[:0]})
    old = Intervention.model_validate(
        common("oud", ["verzuim"], kind="intervention", goal="A", ratings=(rating("evidence", 5, current=False), rating("evidence", None)))
    )
    assert earned(open_rating, ask("verzuim"))["evidence"] == earned(old, ask("verzuim"))["evidence"] == (UNKNOWN_EVIDENCE, 30)


def test_every_level_of_recognition_has_points_in_the_order_of_the_vocabulary(vocabularies):
    levels = list(vocabularies["recognition-levels"].by_id)
    assert set(levels) - set(RECOGNITION) == {"geen-erkenning-gevonden"}
    assert all(RECOGNITION[one] > RECOGNITION[next_one] for one, next_one in pairwise(level for level in levels if level in RECOGNITION))
    assert RECOGNITION["niet-erkend"] < UNKNOWN_EVIDENCE < RECOGNITION["goed-beschreven"]


@pytest.mark.parametrize(
    ("needed", "there", "points"),
    [
        ((), [], 10),
        (("leerplicht",), ["leerplicht"], 10),
        (("leerplicht",), [], 0),
        (("leerplicht", "ouders"), ["ouders"], 5),
        (("leerplicht", "ouders", "gemeente"), ["ouders"], 3),
        (("jongerenwerk",), ["sociaal-werk"], 10),
        (("sociaal-werk",), ["jongerenwerk"], 0),
    ],
)
def test_partners_that_are_needed_and_there(earned, ask, needed, there, points):
    assert earned(intervention(partners=needs(*needed)), ask("verzuim", partner=there))["partners"] == (points, 10)


@pytest.mark.parametrize(("cost", "points"), [(2, 8), (3, 8), (4, 0), (None, 4)])
def test_an_unknown_cost_is_not_punished_as_too_dear(earned, ask, cost, points):
    item = intervention(cost=cost)
    assert earned(item, ask("verzuim", max_cost=3))["cost"] == (points, 8)
    assert "cost" not in earned(item, ask("verzuim"))


@pytest.mark.parametrize(
    ("own", "asked", "points"),
    [
        (("vo",), ("vo",), 4),
        (("vo",), ("vmbo-tl",), 4),
        (("vmbo", "havo", "vwo"), ("vo",), 2),
        (("pro", "vmbo", "havo", "vwo", "isk"), ("vo",), 4),
        (("po",), ("po", "vo"), 2),
        (("vmbo",), ("po", "vo"), 1),
    ],
)
def test_school_types_in_whole_or_in_part(earned, ask, own, asked, points):
    assert earned(intervention(school_types=own), ask("verzuim", schools=asked))["school_type"] == (points, 4)


def test_what_is_for_other_schools_is_no_advice(order, ask):
    assert order([intervention(school_types=("po",)), intervention("ander")], ask("verzuim")) == ["ander"]


def test_what_is_only_broader_is_advice_when_there_is_nothing_else(vocabularies, order, ask):
    broad, other = intervention("breed", ["verzuim"], evidence=5), intervention("precies", ["ziekteverzuim"], evidence=1)
    assert order([broad, other], ask("ziekteverzuim")) == ["precies"]
    assert order([broad], ask("ziekteverzuim")) == ["breed"]
    assert order([broad, programme("bij-naam", ["ziekteverzuim"])], ask("ziekteverzuim")) == []
    advice = Adviser([broad], vocabularies).advise(ask("ziekteverzuim"))
    assert advice.gaps == ("ziekteverzuim",)
    assert advice.interventions[0].assessment.matches[0] == AreaMatch(Finding("ziekteverzuim"), Nearness.BROADER, ("verzuim",))


def test_programmes_stand_under_their_intervention_or_apart(vocabularies, ask):
    under = programme("onder", instance_of=("aanpak",))
    weak = programme("zwakker", level="niet-erkend", instance_of=("aanpak",))
    elsewhere = programme("elders", ["pesten"], instance_of=("aanpak",))
    alone = programme("apart")
    advice = Adviser([weak, under, elsewhere, alone, intervention()], vocabularies).advise(ask("verzuim"))
    assert [one.item.slug for one in advice.interventions[0].programmes] == ["onder", "zwakker"]
    assert [one.item.slug for one in advice.programmes] == ["apart"]
    assert advice.fitting == {"interventions": 1, "programmes": 3, "measures": 0}


def test_a_well_recognised_programme_breaks_a_tie_before_months_do(order, ask):
    items = [intervention("met-maanden", effect=8), intervention("met-programma"), programme(instance_of=("met-programma",))]
    assert order(items, ask("verzuim")) == ["met-programma", "met-maanden"]


def test_months_break_a_tie_and_unknown_months_come_last(order, ask):
    items = [intervention("a"), intervention("b", effect=0), intervention("c", effect=5), intervention("d", effect=-1)]
    assert order(items, ask("verzuim")) == ["c", "b", "d", "a"]


def test_measures_supplement_and_are_about_the_same(vocabularies, ask):
    goal = {"goal": "sg-samenwerking", "basis": "source"}

    def measure(slug, areas, **fields):
        return Measure.model_validate(common(slug, areas, kind="measure", spending_goal=goal, **fields))

    added = measure("erbij", ["verzuim"], supplements=("aanpak",))
    elsewhere = measure("andere-school", ["verzuim"], supplements=("aanpak",), school_types=("po",))
    same = measure("zelfde-onderwerp", ["spijbelen"])
    advice = Adviser([intervention(), same, added, elsewhere], vocabularies).advise(ask("verzuim"))
    assert [one.slug for one in advice.interventions[0].measures] == ["erbij"]
    assert [one.slug for one in advice.measures] == ["erbij", "zelfde-onderwerp"]


# Properties, over any catalogue.

EFFECTS = st.none() | st.integers(*RATING_RANGE[Scale.EFFECT])
STEPS = st.none() | st.integers(1, 5)
SOME_AREAS = st.lists(st.sampled_from(AREAS), min_size=1, max_size=3, unique=True)
ITEMS = st.lists(
    st.tuples(SOME_AREAS, STEPS, EFFECTS, STEPS, st.sampled_from([(), ("ouders",), ("leerplicht", "ouders")])), min_size=1, max_size=8
).map(
    lambda made: [
        intervention(f"aanpak-{number}", areas, evidence, effect, cost, partners=needs(*needed))
        for number, (areas, evidence, effect, cost, needed) in enumerate(made)
    ]
)
FINDINGS = st.dictionaries(st.sampled_from(AREAS), st.integers(1, 3), min_size=1, max_size=6).map(
    lambda weights: [f"{area}:{weight}" for area, weight in weights.items()]
)


@settings(max_examples=60, deadline=None)
@given(items=ITEMS, findings=FINDINGS, seed=st.integers(0, 1000))
def test_the_order_of_items_and_of_what_is_asked_changes_nothing(vocabularies, ask, items, findings, seed):
    shuffled, asked = list(items), list(findings)
    random.Random(seed).shuffle(shuffled)
    random.Random(seed).shuffle(asked)
    given, partners = ask(*findings, max_cost=3, partner=["ouders", "gemeente"]), ["gemeente", "ouders"]
    assert Adviser(shuffled, vocabularies).advise(ask(*asked, max_cost=3, partner=partners)) == Adviser(items, vocabularies).advise(given)


@settings(max_examples=60, deadline=None)
@given(items=ITEMS, findings=FINDINGS)
def test_points_add_up_and_decide(vocabularies, ask, items, findings):
    advised = Adviser(items, vocabularies).advise(ask(*findings, max_cost=3, limit=20)).interventions
    totals = [sum(points.points for points in one.assessment.points) for one in advised]
    assert totals == [one.assessment.total for one in advised] == sorted(totals, reverse=True)
    assert all(0 <= points.points <= points.of for one in advised for points in one.assessment.points)


@settings(max_examples=100, deadline=None)
@given(own=SOME_AREAS, more=SOME_AREAS, findings=FINDINGS, known=st.tuples(STEPS, EFFECTS, EFFECTS))
def test_more_fit_never_ranks_lower(order, ask, *, own, more, findings, known):
    """Whatever the months: they only count when fit is the same to the last decimal."""
    scan = ask(*findings)
    evidence, months_of_less, months_of_fuller = known
    less = intervention("a-minder", own, evidence, months_of_less)
    fuller = intervention("b-meer", dict.fromkeys([*own, *more]), evidence, months_of_fuller)
    ranked = order([less, fuller], scan)
    if "b-meer" not in ranked:
        assert ranked == []
    elif {one.area for one in scan.findings} & set(more) - set(own):
        assert ranked[0] == "b-meer"


@settings(max_examples=100, deadline=None)
@given(areas=SOME_AREAS, evidence=st.tuples(STEPS, STEPS), months=st.tuples(EFFECTS, EFFECTS), findings=FINDINGS)
def test_months_never_outrank_evidence(order, ask, *, areas, evidence, months, findings):
    earns = [UNKNOWN_EVIDENCE if step is None else 6 * step for step in evidence]
    ranked = order([intervention("a", areas, evidence[0], months[0]), intervention("b", areas, evidence[1], months[1])], ask(*findings))
    if ranked and earns[0] != earns[1]:
        assert ranked[0] == ("a" if earns[0] > earns[1] else "b")


def test_an_exact_fit_with_next_to_no_evidence_beats_a_broader_one_with_the_best(vocabularies, ask):
    exact, broad = (
        assess(one, ask("ziekteverzuim"), vocabularies)
        for one in (intervention(areas=["ziekteverzuim"], evidence=1), intervention(areas=["verzuim"], evidence=5))
    )
    assert exact.total > broad.total
    assert broad.nearest is Nearness.BROADER
