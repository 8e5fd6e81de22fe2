"""The school guide on the published catalogue: five school scans, and everything that it says held against the content files."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from conftest import CONTENT, ROOT

from app.content import load
from app.domain.items import PartnerRole, Scale
from app.dutch.dates import date_in_words as in_words
from app.dutch.ratings import words
from app.web.api.advice.schemas import AdviceAnswer
from app.web.service import service

AWAY: Any = None

SCANS = {
    "absence": {"schoolType": "vo", "problemArea": ["verzuim:3", "motivatie"], "partner": ["jeugdgezondheidszorg", "leerplicht", "ouders"]},
    "reading": {
        "schoolType": "po",
        "problemArea": ["begrijpend-lezen:2", "mondelinge-taal-woordenschat"],
        "partner": "bibliotheek",
        "maxCost": 3,
    },
    "bullying": {"schoolType": "po", "problemArea": ["pesten:3", "gedrag"], "partner": "ouders", "maxCost": 2},
    "toddlers": {"schoolType": ["voorschool", "bo"], "problemArea": "ontwikkeling-jonge-kind", "partner": ["kinderopvang", "gemeente"]},
    "at home": {"schoolType": "vso", "problemArea": ["angst", "thuiszitten"], "partner": "jeugdzorg"},
}
# What is harder to say right: many schools, areas without a page, everything at once, nothing to work with.
MORE = [
    {"schoolType": ["po", "vo", "so", "vso"], "problemArea": ["rekenen-wiskunde", "leerontwikkeling", "stress:2", "cultuur"], "limit": 20},
    {"schoolType": "mbo", "problemArea": ["schooluitval", "jonge-mantelzorgers"], "maxCost": 1},
    {"schoolType": "bo", "problemArea": ["absoluut-verzuim", "overgang-voorschool-po:3", "scheiding"], "partner": "sociaal-werk"},
    {"schoolType": ["pro", "vmbo-bb"], "problemArea": ["executieve-functies:2", "overgang-po-vo", "zittenblijven"], "limit": 20},
]
SOURCED = re.compile(
    r"volgens (?P<publisher>(?:(?!volgens )[^“])+), “(?P<title>[^”]+)” \(versie: (?P<version>[^;]+); (?P<date>[^;)]+)\)", re.IGNORECASE
)


def advice(client, scan):
    response = client.get("/v1/advice", params=scan)
    assert response.status_code == 200, response.text
    return response.json()


def slugs(found):
    return [one["item"]["slug"] for one in found]


def everything(answer):
    """Every advised intervention and programme, also those under an intervention."""
    under = [programme for one in answer["interventions"] for programme in one["programmes"]]
    return [*answer["interventions"], *under, *answer["programmes"]]


@pytest.fixture(scope="session")
def content():
    return {item.slug: item for item in load.load(CONTENT).items}


@pytest.fixture(scope="session")
def answers(client):
    return {name: advice(client, scan) for name, scan in SCANS.items()}


@pytest.fixture(scope="session")
def said(client, answers):
    """Everything that is advised for all the scans."""
    return [one for answer in (*answers.values(), *(advice(client, scan) for scan in MORE)) for one in everything(answer)]


def test_absence_leads_to_parents_and_to_mazl(answers):
    answer = answers["absence"]
    assert slugs(answer["interventions"])[:3] == ["ouderbetrokkenheid", "uitbreiding-onderwijs", "tegengaan-van-pesten"]
    mazl = answer["programmes"][0]
    assert mazl["item"]["slug"] == "mazl-vo"
    assert mazl["score"] == {"points": 66, "of": 92}
    assert [(one["name"], one["points"]) for one in mazl["points"]] == [("fit", 36), ("evidence", 18), ("partners", 10), ("schoolType", 2)]
    assert mazl["reasons"][0] == "Past bij verzuim, een onderwerp dat u zwaar liet wegen."
    assert mazl["evidence"] == (
        "Het oordeel is “Effectief volgens eerste aanwijzingen”, volgens NJi Databank Effectieve Jeugdinterventies (deelcommissie "
        "Jeugdgezondheidszorg, preventie en gezondheidsbevordering); ook op Loketgezondleven.nl (29 maart 2017). "
        "Er zijn eerste tekenen uit onderzoek dat het programma werkt."
    )
    assert "Staat in Menukaart van voortgezet onderwijs alleen bij vmbo, havo en vwo." in mazl["doubts"]
    assert [(one["id"], one["role"], one["available"]) for one in mazl["partners"]][:3] == [
        ("jeugdgezondheidszorg", "required", True),
        ("leerplicht", "required", True),
        ("ouders", "required", True),
    ]
    assert mazl["partners"][0]["guide"] == {"href": "/v1/items/partner-jeugdgezondheidszorg"}


def test_reading_leads_to_spoken_language_and_the_library(answers):
    answer = answers["reading"]
    assert slugs(answer["interventions"])[:2] == ["gesprokentaalinterventies", "fonemisch-bewustzijn"]
    assert answer["interventions"][0]["score"] == {"points": 94, "of": 100}
    assert "Menukaart noemt geen partner die nodig is." in answer["interventions"][0]["reasons"]
    assert slugs(answer["programmes"])[:2] == ["bibliotheek-op-school", "voorleesexpress"]
    assert "Nodig: openbare bibliotheek. U noemde deze partner." in answer["programmes"][0]["reasons"]
    assert "Nodig: vrijwilligers en informele hulp. U noemde deze partner niet." in answer["programmes"][1]["doubts"]
    assert answer["measures"][0]["slug"] == "leesbevordering"


def test_bullying_leads_to_an_approach_of_unknown_evidence_with_recognised_programmes(answers):
    first = answers["bullying"]["interventions"][0]
    assert first["item"]["slug"] == "tegengaan-van-pesten"
    assert next(one for one in first["points"] if one["name"] == "evidence")["points"] == 9
    assert first["doubts"][:2] == [
        "Hoe sterk het bewijs is, is nog onbekend. Dat is iets anders dan zwak bewijs.",
        "Wat het kost, is nog onbekend.",
    ]
    assert slugs(first["programmes"]) == ["kanjertraining", "kiva", "plezier-op-school", "rots-en-water"]
    assert "volgens NJi Databank Effectieve Jeugdinterventies (10 december 2015)" in first["programmes"][0]["evidence"]
    assert "Niet erkend" in first["programmes"][-1]["doubts"][-3]
    assert slugs(answers["bullying"]["interventions"])[1] == "welbevinden-en-sociaal-emotionele-ontwikkeling"
    assert [one["slug"] for one in answers["bullying"]["interventions"][1]["measures"]] == ["schoolscan-welbevinden"]


def test_toddlers_lead_to_preschool_and_to_what_the_municipality_adds(answers):
    (first,) = answers["toddlers"]["interventions"]
    assert first["item"]["slug"] == "voor-en-vroegschoolse-interventies"
    assert [one["slug"] for one in first["measures"]] == ["toeleiding-voorschool", "voorschool-inhalen"]
    assert first["measures"][0]["spendingGoal"] == {
        "goal": {"id": "sg-voorschools", "label": "Vertraging in de voorschoolse periode inhalen"},
        "basis": "source",
    }
    assert [one["steps"] for one in first["measures"]] == [
        [],
        [{"step": {"id": "in-of-na-de-zomer", "label": "In of na de zomer"}, "basis": "editorial"}],
    ]
    assert "Staat in Menukaart niet bij voorschoolse educatie." in first["doubts"]
    assert {"piramide", "uk-en-puk", "boekstart-babys"} <= set(slugs(first["programmes"]))
    assert slugs(answers["toddlers"]["programmes"]) == ["thuis-in-taal", "instapje"]
    assert first["examples"][0]["slug"] == "groningen-voorschoolse-brug"


def test_staying_at_home_out_of_fear_has_few_answers_and_none_that_is_beside_the_point(answers):
    answer = answers["at home"]
    assert slugs(answer["interventions"]) == ["cognitieve-gedragstherapie"]
    assert slugs(answer["programmes"]) == ["amsterdamse-thuiszittersaanpak", "methodische-aanpak-schoolverzuim"]
    assert answer["gaps"] == []
    help_at_hand = next(one for one in answer["programmes"][0]["partners"] if one["id"] == "jeugdhulp")
    assert help_at_hand["available"]
    assert {"thuiszitters-ingeschreven", "oogo-jeugdhulp"} <= {one["slug"] for one in answer["measures"]}


def test_every_answer_has_its_shape_and_adds_up(client, said):
    for scan in (*SCANS.values(), *MORE):
        AdviceAnswer.model_validate(advice(client, scan))
    assert len(said) > 100
    for one in said:
        assert one["score"]["points"] == sum(points["points"] for points in one["points"])
        assert one["score"]["of"] == sum(points["of"] for points in one["points"]) in {92, 100}
        assert all(0 <= points["points"] <= points["of"] for points in one["points"])


def test_the_fit_can_be_worked_out_from_the_matches(client, answers):
    shares = {"exact": 1, "narrower": 1 / 2, "broader": 1 / 4, "none": 0}
    for answer in answers.values():
        weights = {one["id"]: one["weight"] for one in answer["scan"]["findings"]}
        for one in everything(answer):
            earned = sum(weights[match["problemArea"]["id"]] * shares[match["nearness"]] for match in one["matches"])
            assert one["points"][0]["points"] == int(48 * earned / sum(weights.values()) + 0.5)


def test_the_most_points_come_first(answers):
    for answer in answers.values():
        for found in (answer["interventions"], answer["programmes"], *(one["programmes"] for one in answer["interventions"])):
            scores = [one["score"]["points"] for one in found]
            assert scores == sorted(scores, reverse=True)
        under = {slug for one in answer["interventions"] for slug in slugs(one["programmes"])}
        assert not under & set(slugs(answer["programmes"]))


def test_no_number_stands_without_its_source_version_and_date(said, content):
    """Each cited value is held against the ratings in the file; what is left has no value in it."""
    cited = 0
    for one in said:
        item = content[one["item"]["slug"]]
        sources = {source.id: source for source in item.sources}
        ratings = {
            (sources[rating.source].publisher, sources[rating.source].title, rating.version, in_words(rating.date))
            for rating in item.ratings
        }
        for text in (*one["reasons"], *one["doubts"], one["rationale"], *(points["text"] for points in one["points"])):
            for match in SOURCED.finditer(text):
                cited += 1
                assert match.group("publisher", "title", "version", "date") in ratings
            if re.search(r"\(\d van 5\)|\d maand", text):
                assert SOURCED.search(text), text
    assert cited > 150


def test_current_values_are_those_of_the_file(said, content):
    for one in said:
        item, rationale = content[one["item"]["slug"]], one["rationale"]
        for scale, form in ((Scale.EVIDENCE, "het bewijs is {} ({} van 5)"), (Scale.COST, "de kosten zijn {} ({} van 5)")):
            rating = item.current_rating(scale)
            if rating and rating.value is not None:
                assert form.format(words(scale, rating.value), rating.value) in rationale
        effect = item.current_rating(Scale.EFFECT)
        assert ("het effect is gemiddeld" in rationale) is bool(effect)
        # Months never come alone: with evidence, or with the word that it is unknown.
        assert not effect or "het bewijs is" in rationale or "Hoe sterk het bewijs is, is nog onbekend." in rationale


def test_recognition_is_that_of_the_file(said, content, vocabularies):
    for one in said:
        item = content[one["item"]["slug"]]
        if item.kind != "programme":
            continue
        meaning = vocabularies["recognition-levels"].by_id[item.recognition.level].definition
        assert one["evidence"].endswith(meaning)
        assert one["evidence"] in one["rationale"]
        assert (one["evidence"] in one["reasons"]) is item.recognition.level.endswith("-aanwijzingen")
        assert (one["evidence"] in one["doubts"]) is not item.recognition.level.endswith("-aanwijzingen")
        if item.recognition.words:
            assert f"“{item.recognition.words}”, volgens {item.recognition.body} ({in_words(item.recognition.date)})" in one["evidence"]
        if item.recognition.note:
            assert f"De redactie schrijft over de erkenning: “{item.recognition.note}”" in one["doubts"]


def test_partners_schools_and_areas_are_those_of_the_file(said, content, vocabularies):
    def label(name, term):
        text = vocabularies[name].label_of(term)
        return text[0].lower() + text[1:]

    for one in said:
        item = content[one["item"]["slug"]]
        needed = [entry.partner for entry in item.partners if entry.role is PartnerRole.REQUIRED]
        told = {text for text in (*one["reasons"], *one["doubts"]) if text.startswith("Nodig: ")}
        assert len(told) == len(needed)
        assert all(any(label("partners", partner) in text for text in told) for partner in needed)
        assert {(entry.partner, entry.task) for entry in item.partners} == {(each["id"], each["task"]) for each in one["partners"]}
        for match in one["matches"]:
            assert {each["id"] for each in match["via"]} <= set(item.problem_areas)
            assert (match["problemArea"]["id"] in item.problem_areas) is (match["nearness"] == "exact")


def test_sentences_are_sentences(said):
    for one in said:
        for text in (*one["reasons"], *one["doubts"], one["rationale"], *(points["text"] for points in one["points"])):
            assert text[0].isupper()
            assert text[-1] in ".”"
            assert "  " not in text
            assert "None" not in text


def test_examples_and_measures_belong_to_it_and_to_the_schools(answers, content):
    for answer in answers.values():
        for one in answer["interventions"]:
            assert all(one["item"]["slug"] in content[example["slug"]].applies for example in one["examples"])
            assert all(one["item"]["slug"] in content[measure["slug"]].supplements for measure in one["measures"])
            assert len(one["examples"]) <= 5


def test_each_has_its_card_as_in_lists(client, answers):
    card = answers["bullying"]["interventions"][0]["item"]
    cards = client.get("/v1/items", params={"pageSize": 100, "kind": "intervention"}).json()["items"]
    assert card in cards


def test_what_nothing_fits_is_a_gap(client):
    answer = advice(client, {"schoolType": "po", "problemArea": ["absoluut-verzuim", "pesten"]})
    assert answer["gaps"] == [{"id": "absoluut-verzuim", "label": "Absoluut verzuim"}]
    assert "absoluut-verzuim" in {one["slug"] for one in answer["measures"]}


def test_the_order_of_what_is_asked_changes_nothing(client):
    one = client.get("/v1/advice?schoolType=vo&schoolType=po&problemArea=pesten&problemArea=gedrag:2&partner=ouders&partner=gemeente")
    other = client.get("/v1/advice?partner=gemeente&partner=ouders&problemArea=gedrag:2&problemArea=pesten:1&schoolType=po&schoolType=vo")
    assert one.content == other.content


def test_the_limit_is_a_choice(client):
    scan = {"schoolType": "po", "problemArea": "leerontwikkeling"}
    assert len(advice(client, scan)["interventions"]) == 5
    one = advice(client, {**scan, "limit": 1})
    assert [len(one[name]) for name in ("interventions", "programmes", "measures")] == [1, 1, 1]
    assert one["fitting"]["interventions"] > 5


def test_empty_values_count_as_absent(client):
    asked = "/v1/advice?schoolType=po&problemArea=pesten"
    assert client.get(f"{asked}&problemArea=&partner=&maxCost=&limit=").content == client.get(asked).content


def test_all_faults_are_told_at_once(client):
    response = client.get("/v1/advice?problemArea=verzuim:4&problemArea=pestn&partner=x&maxCost=9&limit=21&time=now")
    assert response.status_code == 400
    faults = {(fault["name"], fault["reason"]) for fault in response.json()["invalidParams"]}
    assert {name for name, _ in faults} == {"schoolType", "problemArea", "partner", "maxCost", "limit", "time"}
    assert ("problemArea", "must be an id from /v1/facets/problemArea/values, not 'pestn'; did you mean \"pesten\"?") in faults
    assert ("problemArea", "must have 1, 2 or 3 behind the colon, or no colon, not 'verzuim:4'") in faults
    seven = "&".join(f"problemArea={area}" for area in ("pesten", "gedrag", "angst", "stress", "cultuur", "verzuim", "motivatie"))
    assert client.get(f"/v1/advice?schoolType=po&{seven}").status_code == 400


def test_the_database_is_not_asked(client, monkeypatch):
    def without_them(request):
        return replace(service(request), sessions=AWAY, meaning=None)

    monkeypatch.setattr("app.web.http.dependencies.service", without_them)
    assert advice(client, SCANS["bullying"])["interventions"]


def test_an_unchanged_catalogue_costs_a_304(client):
    response = client.get("/v1/advice", params=SCANS["reading"])
    assert response.headers["cache-control"].startswith("public, max-age=")
    again = client.get("/v1/advice", params=SCANS["reading"], headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


def test_the_document_describes_the_weights(client):
    parameters = {one["name"]: one for one in client.get("/v1/openapi.json").json()["paths"]["/advice"]["get"]["parameters"]}
    area = parameters["problemArea"]
    assert area["required"]
    assert (area["schema"]["minItems"], area["schema"]["maxItems"]) == (1, 6)
    assert re.search(area["schema"]["items"]["pattern"], "verzuim:3")
    assert not re.search(area["schema"]["items"]["pattern"], "verzuim:4")
    assert area["example"] == ["verzuim:3", "motivatie"]
    assert parameters["schoolType"]["required"]
    assert not parameters["partner"]["required"]


@pytest.mark.parametrize("page", ["api.md", "advice.md"])
def test_the_example_in_the_documents_is_real(client, page):
    """A document may leave out, shown by an ellipsis; what it shows is what the service says."""
    text = (ROOT / "docs" / page).read_text()
    address, shown = re.search(r"    GET (/v1/advice\S+)\n\n((?:    .*\n|\n)+)", text).groups()
    real = json.dumps(client.get(address).json(), ensure_ascii=False)
    texts = [text for text in re.findall(r'"[^"]*"', shown) if "…" not in text]
    values = [*texts, *re.findall(r'"\w+": \d+(?:, "of": \d+)?', shown)]
    assert len(values) > 20
    assert [value for value in values if value not in real] == []
