"""The guide's arithmetic, on a catalogue of our own: what earns points, what breaks ties, and what must never matter."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain import messages
from app.domain.advice.matching import Nearness
from app.domain.advice.ranking import Adviser
from app.domain.advice.scan import SchoolScan
from app.domain.advice.scoring import COST, EVIDENCE, FIT, PARTNERS, RECOGNITION, SCHOOL_TYPE, UNKNOWN_EVIDENCE, assess
from app.domain.items import RATING_RANGE, Intervention, Measure, Programme, Scale

AREAS = ("verzuim", "ziekteverzuim", "spijbelen", "thuiszitten", "pesten", "motivatie", "gedrag", "welbevinden", "angst")
SOURCE = {"id": "bron", "title": "De bron", "publisher": "De uitgever", "url": None}


def rating(scale, value, *, current=True):
    return {"scale": scale, "value": value, "source": "bron", "version": "de eerste", "date": "2021-03", "current": current}


def common(slug, areas, **fields):
    return {
        "slug": slug,
        "body": "Tekst.",
        "title": slug.title(),
        "summary": "Kort.",
        "school_types": ("vo",),
        "problem_areas": tuple(areas),
        "partners": (),
        "questions": ("Een?", "Twee?", "Drie?", "Vier?"),
        "sources": (SOURCE,),
        "last_reviewed": "2024-01-01",
        **fields,
    }


def intervention(slug="aanpak", areas=("verzuim",), evidence=3, effect=None, cost=None, **fields):
    scales = {"effect": effect, "evidence": evidence, "cost": cost}
    ratings = tuple(rating(scale, value) for scale, value in scales.items() if value is not None)
    return Intervention.model_validate(common(slug, areas, kind="intervention", goal="A", ratings=ratings, **fields))


def programme(slug="programma", areas=("verzuim",), level="goed-onderbouwd", **fields):
    unknown = level == "geen-erkenning-gevonden"
    recognition = {"level": level, "words": None if unknown else "In eigen woorden", "body": None if unknown else "NJi", "date": "2020"}
    return Programme.model_validate(common(slug, areas, kind="programme", recognition=recognition, **fields))


def months(number):
    return f"gemiddeld {number} maanden extra leerwinst in een schooljaar"


def needs(*partners):
    return tuple({"partner": partner, "role": "required", "basis": "source"} for partner in partners)


@pytest.fixture(scope="session")
def ask(vocabularies):
    """A scan as the route reads it."""

    def made(*areas, schools=("vo",), **fields):
        given = {"schoolType": list(schools), "problemArea": list(areas), **fields}
        return SchoolScan.model_validate(given, context=vocabularies, by_alias=True)

    return made


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
    assert earned(item, ask("verzuim", maxCost=3))["cost"] == (points, 8)
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
    assert earned(intervention(school_types=own), ask("verzuim", schools=asked))["schoolType"] == (points, 4)


def test_what_is_for_other_schools_is_no_advice(order, ask):
    assert order([intervention(school_types=("po",)), intervention("ander")], ask("verzuim")) == ["ander"]


def test_what_is_only_broader_is_advice_when_there_is_nothing_else(vocabularies, order, ask):
    broad, other = intervention("breed", ["verzuim"], evidence=5), intervention("precies", ["ziekteverzuim"], evidence=1)
    assert order([broad, other], ask("ziekteverzuim")) == ["precies"]
    assert order([broad], ask("ziekteverzuim")) == ["breed"]
    assert order([broad, programme("bij-naam", ["ziekteverzuim"])], ask("ziekteverzuim")) == []
    advice = Adviser([broad], vocabularies).advise(ask("ziekteverzuim"))
    assert advice.gaps == ("ziekteverzuim",)
    assert advice.interventions[0].reasons[0] == "Gaat over verzuim; dat is breder dan ziekteverzuim."


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


def test_doubts_name_what_is_unknown_missing_partial_and_disputed(vocabularies, ask):
    item = Intervention.model_validate(
        common(
            "twijfel",
            ["verzuim"],
            kind="intervention",
            goal="A",
            school_types=("vmbo", "havo"),
            partners=needs("leerplicht"),
            ratings=(rating("effect", 8, current=False), rating("effect", 6)),
        )
    )
    advised = Adviser([item], vocabularies).advise(ask("verzuim:3", "pesten:2", maxCost=1)).interventions[0]
    source = "De uitgever, “De bron” (versie: de eerste; maart 2021)"
    assert advised.doubts == (
        "Staat in Menukaart niet bij pesten, een onderwerp dat u extra liet wegen.",
        "Hoe sterk het bewijs is, is nog onbekend. Dat is iets anders dan zwak bewijs.",
        "Nodig: leerplicht en RMC. U noemde deze partner niet.",
        "Staat in Menukaart van voortgezet onderwijs alleen bij vmbo en havo.",
        "Wat het kost, is nog onbekend.",
        f"Andere bronnen of versies geven andere waarden. Volgens {source}: het effect is {months(8)}.",
    )
    assert advised.reasons == ("Past bij verzuim, een onderwerp dat u zwaar liet wegen.",)


def test_all_faults_of_a_scan_at_once(vocabularies):
    given = {"schoolType": ["vo", "xx"], "problemArea": ["verzuim:4", "pestn:", "motivatie:"], "maxCost": 6, "limit": 0, "time": "now"}
    with pytest.raises(ValidationError) as caught:
        SchoolScan.model_validate(given, context=vocabularies, by_alias=True)
    places = [error["loc"] for error in messages.causes(caught.value, SchoolScan)]
    assert places == [("schoolType", 1), ("problemArea", 0), ("problemArea", 1), ("problemArea", 2), ("maxCost",), ("limit",), ("time",)]
    assert 'did you mean "pesten"?; must have 1, 2 or 3 behind the colon' in str(caught.value)


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
    given, partners = ask(*findings, maxCost=3, partner=["ouders", "gemeente"]), ["gemeente", "ouders"]
    assert Adviser(shuffled, vocabularies).advise(ask(*asked, maxCost=3, partner=partners)) == Adviser(items, vocabularies).advise(given)


@settings(max_examples=60, deadline=None)
@given(items=ITEMS, findings=FINDINGS)
def test_points_add_up_and_decide(vocabularies, ask, items, findings):
    advised = Adviser(items, vocabularies).advise(ask(*findings, maxCost=3, limit=20)).interventions
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
