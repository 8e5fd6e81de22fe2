import pytest
from advisable import common, intervention, needs, programme, rating

from app.domain.advice.scan import Finding, school_scan
from app.domain.advice.scoring import assess
from app.domain.items import Intervention
from app.dutch.points import points_text
from app.dutch.reasons import doubts, rationale, reasons


def test_doubts_name_what_is_unknown_missing_partial_and_disputed(vocabularies):
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
    scan = school_scan(["vo"], [Finding("verzuim", 3), Finding("pesten", 2)], max_cost=1)
    assessment = assess(item, scan, vocabularies)
    source = "De uitgever, “De bron” (versie: de eerste; maart 2021)"
    months = "gemiddeld 8 maanden extra leerwinst in een schooljaar"
    assert doubts(assessment, vocabularies) == (
        "Staat in Menukaart niet bij pesten, een onderwerp dat u extra liet wegen.",
        "Hoe sterk het bewijs is, is nog onbekend. Dat is iets anders dan zwak bewijs.",
        "Nodig: leerplicht en RMC. U noemde deze partner niet.",
        "Staat in Menukaart van voortgezet onderwijs alleen bij vmbo en havo.",
        "Wat het kost, is nog onbekend.",
        f"Andere bronnen of versies geven andere waarden. Volgens {source}: het effect is {months}.",
    )
    assert reasons(assessment, vocabularies) == ("Past bij verzuim, een onderwerp dat u zwaar liet wegen.",)


def test_a_broader_subject_is_said_to_be_broader(vocabularies):
    scan = school_scan(["vo"], [Finding("ziekteverzuim")])
    found = reasons(assess(intervention("breed", ["verzuim"], evidence=5), scan, vocabularies), vocabularies)
    assert found[0] == "Gaat over verzuim; dat is breder dan ziekteverzuim."


@pytest.mark.parametrize(
    ("effect", "text"),
    [(6, "gemiddeld 6 maanden extra leerwinst"), (-1, "gemiddeld 1 maand minder leerwinst"), (-2, "gemiddeld 2 maanden minder leerwinst")],
)
def test_a_rationale_has_the_effect_in_words(vocabularies, effect, text):
    scan = school_scan(["vo"], [Finding("verzuim")])
    assert f"het effect is {text} in een schooljaar." in rationale(assess(intervention(effect=effect), scan, vocabularies), vocabularies)


def test_every_respect_has_its_text(vocabularies):
    item = intervention(areas=("verzuim",), cost=4, partners=needs("leerplicht", "ouders"), school_types=("vmbo",))
    scan = school_scan(["vo"], [Finding("verzuim", 3), Finding("motivatie")], ["ouders"], max_cost=3)
    assessment = assess(item, scan, vocabularies)
    source = "volgens De uitgever, “De bron” (versie: de eerste; maart 2021)"
    assert {points.name: points_text(points, assessment, vocabularies) for points in assessment.points} == {
        "fit": "Verzuim past precies (3 × 1); motivatie past niet (1 × 0). Samen 3 van 4, keer 48 is 36.",
        "evidence": f"Het bewijs is gemiddeld (3 van 5), {source}.",
        "partners": "Nodig: leerplicht en RMC; ouders en verzorgers. Van deze 2 noemde u er 1.",
        "school_type": "Bedoeld voor: voortgezet onderwijs (voor een deel).",
        "cost": f"De kosten zijn hoog (4 van 5), {source}. Dat is meer dan u opgaf.",
    }


@pytest.mark.parametrize(
    ("level", "speaks_for"),
    [("sterke-aanwijzingen", True), ("eerste-aanwijzingen", True), ("goed-onderbouwd", False), ("niet-erkend", False)],
)
def test_recognition_speaks_for_a_programme_from_first_indications_on(vocabularies, level, speaks_for):
    assessment = assess(programme(level=level), school_scan(["vo"], [Finding("verzuim")]), vocabularies)
    judgement = "Het oordeel is “In eigen woorden”, volgens NJi (2020)."
    assert any(text.startswith(judgement) for text in reasons(assessment, vocabularies)) is speaks_for
    assert any(text.startswith(judgement) for text in doubts(assessment, vocabularies)) is not speaks_for
