"""The pages of the school guide: in steps, true to the API, and every number with its reason."""

import gzip
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from conftest import CONTENT
from pages import check_form, read

from app.content import load
from app.domain.advice import scoring
from app.domain.advice.matching import SHARE, Nearness
from app.domain.advice.scan import MOST_FINDINGS
from app.domain.items import Programme, Scale
from app.web.service import service
from app.web.site.advice.answers import SHOWN

AWAY: Any = None

SCANS: list[dict[str, Any]] = [
    {"schoolType": "vo", "problemArea": ["verzuim:3", "motivatie"], "partner": ["jeugdgezondheidszorg", "leerplicht", "ouders"]},
    {"schoolType": "po", "problemArea": ["begrijpend-lezen:2", "mondelinge-taal-woordenschat"], "partner": "bibliotheek", "maxCost": 3},
    {"schoolType": "po", "problemArea": ["pesten:3", "gedrag"], "partner": "ouders", "maxCost": 2, "limit": 8},
    {"schoolType": ["voorschool", "bo"], "problemArea": "ontwikkeling-jonge-kind", "partner": ["kinderopvang", "gemeente"]},
    {"schoolType": "vso", "problemArea": ["angst", "thuiszitten"], "partner": "jeugdzorg", "limit": 1},
    {"schoolType": ["po", "vo"], "problemArea": ["leerontwikkeling", "stress:2", "cultuur"], "limit": 20},
    {"schoolType": "so", "problemArea": "overgang-vo-vervolg"},
]
BROAD = {
    "schoolType": ["po", "vo", "so", "vso"],
    "problemArea": ["leerontwikkeling", "sociaal-emotioneel", "executieve-functies", "verzuim", "kansengelijkheid", "welbevinden"],
    "maxCost": 5,
}
GUIDE = "/keuzehulp"
BYTES = 60_000
NEAR = {
    "precies over dit onderwerp": Nearness.EXACT,
    "over een deel van dit onderwerp": Nearness.NARROWER,
    "over het bredere onderwerp waar dit bij hoort": Nearness.BROADER,
    "over iets anders": Nearness.NONE,
}


def page_of(client, path=GUIDE, **parameters):
    response = client.get(path, params=parameters or None, headers={"Accept": "text/html"})
    assert response.status_code == 200, response.text
    page = read(response.text)
    check_form(page)
    return page


def shown(page):
    """Title addresses and scores in the order of the page: by list, those below an intervention behind it."""
    lists, place, after_title = {"interventies": [], "under": [], "programmas": []}, None, False
    for one in page.elements:
        if "advised-title" in one.classes or "under-title" in one.classes:
            place = lists["under" if "under-title" in one.classes else one.attributes["id"].partition("-")[0]]
            after_title = True
        elif after_title and one.name == "a":
            place.append([one.attributes["href"].removeprefix("/item/")])
            after_title = False
        elif "advised-score" in one.classes or "under-score" in one.classes:
            points, of = re.fullmatch(r"(\d+) van (\d+) punten", one.text).groups()
            place[-1] += [int(points), int(of)]
    return lists


def told(advised):
    return [[one["item"]["slug"], one["score"]["points"], one["score"]["of"]] for one in advised]


@pytest.mark.parametrize("scan", SCANS)
def test_page_and_api_show_the_same_in_the_same_order_with_the_same_points(client, scan):
    answer = client.get("/v1/advice", params={"limit": SHOWN, **scan}).json()
    page = page_of(client, **scan)
    found = shown(page)
    assert found["interventies"] == told(answer["interventions"])
    assert found["programmas"] == told(answer["programmes"])
    assert found["under"] == [row for one in answer["interventions"] for row in told(one["programmes"])]
    text = page.one("main").text
    for one in (*answer["interventions"], *answer["programmes"]):
        said = (*one["reasons"], *one["doubts"], one["rationale"], *(points["text"] for points in one["points"]))
        assert [each for each in said if " ".join(each.split()) not in text] == []
    for measure in answer["measures"]:
        assert measure["title"] in text
        for step in measure["steps"]:
            assert step["step"]["label"] in text.partition(measure["title"])[2].partition("Wanneer in het jaar: ")[2][:80]
    assert [gap["label"] for gap in answer["gaps"] if f"Over {gap['label']} heeft Menukaart geen" not in text] == []


def test_every_sum_adds_up_on_the_page(client):
    page = page_of(client, **SCANS[2])
    numbers = [tuple(map(int, one.text.split(" van "))) for one in page.with_class("points-number") if one.name == "td"]
    sums, rows = [], []
    for points, of in numbers:
        if of in {92, 100}:
            sums.append(((points, of), tuple(map(sum, zip(*rows, strict=True)))))
            rows = []
        else:
            rows.append((points, of))
    assert len(sums) > 10
    assert [one for one in sums if one[0] != one[1]] == []


def test_how_many_more_fit_is_what_the_lists_leave_out(client):
    scan = SCANS[0]
    every = client.get("/v1/advice", params={**scan, "limit": 20}).json()["fitting"]
    page = page_of(client, **scan)
    found = shown(page)
    left = [one.text for one in page.with_class("left")]
    assert f"Er passen nog {every['interventions'] - SHOWN} interventies. Toon meer interventies" in left
    programmes = every["programmes"] - len(found["programmas"]) - len({slug for slug, *_ in found["under"]})
    assert any(text.startswith(f"Er passen nog {programmes} programma’s") for text in left)
    more = next(one.attributes["href"] for one in page.all("a") if one.text == "Toon meer interventies")
    longer = shown(page_of(client, more.partition("#")[0]))["interventies"]
    assert longer[:SHOWN] == found["interventies"]
    assert len(longer) > SHOWN


def test_evidence_comes_before_months_and_months_never_stand_without_it(client):
    page = page_of(client, **BROAD)
    lists = [one.text for one in page.all("dl", class_="ratings")]
    with_months = [text for text in lists if re.search(r"\d+ maand", text)]
    assert len(with_months) >= SHOWN
    assert all(text.startswith("Bewijs") for text in with_months)


def test_a_broad_advice_is_small_enough_to_read_anywhere(client):
    assert len(gzip.compress(client.get(GUIDE, params=BROAD).content)) < BYTES
    assert len(gzip.compress(client.get(GUIDE, params={**BROAD, "limit": 20}).content)) < BYTES


@pytest.mark.parametrize("scan", [SCANS[0], SCANS[5], SCANS[6], {"schoolType": "po", "problemArea": ["absoluut-verzuim", "pesten"]}])
def test_every_link_leads_on(client, scan):
    page = page_of(client, **scan)
    links = {one.attributes["href"].partition("#")[0] for one in page.all("a")}
    assert len([href for href in links if href.startswith(f"{GUIDE}?")]) > 3
    for href in sorted(href for href in links if href.startswith((GUIDE, "/item/", "/zoeken?"))):
        assert client.get(href, headers={"Accept": "text/html"}).status_code == 200, href


def test_the_links_to_steps_keep_every_answer(client):
    page = page_of(client, **SCANS[2])
    asked = sorted([("limit", "8"), ("maxCost", "2"), ("partner", "ouders"), ("problemArea", "gedrag"), ("problemArea", "pesten:3")])
    changes = [one.attributes["href"] for one in page.all("a") if one.text.startswith("Wijzig ")]
    assert len(changes) == 4
    for href in changes:
        given = parse_qsl(urlsplit(href).query)
        assert sorted(pair for pair in given if pair[0] not in {"stap", "schoolType"}) == asked
        assert "Stap " in page_of(client, href).one("main").text


def test_the_best_can_be_compared_and_put_on_the_list(client):
    page = page_of(client, **SCANS[0])
    best = "&".join(f"item={slug}" for slug, *_ in shown(page)["interventies"])
    assert [one.text for one in page.all("a", href=f"/vergelijk?{best}")] == ["Vergelijk de eerste 3 naast elkaar: interventies"]
    put = {one.attributes["value"] for one in page.all("button") if one.attributes.get("name") == "zet"}
    assert put >= {slug for slug, *_ in shown(page)["programmas"]}


def robots_of(page):
    return [one.attributes["content"] for one in page.all("meta") if one.attributes.get("name") == "robots"]


def test_the_address_of_the_advice_is_shown_and_robots_stay_out(client):
    page = page_of(client, **SCANS[1])
    assert page.with_class("share")[0].text.endswith(
        "/keuzehulp?schoolType=po&problemArea=begrijpend-lezen:2&problemArea=mondelinge-taal-woordenschat&partner=bibliotheek&maxCost=3"
    )
    assert robots_of(page) == ["noindex, follow"]
    assert "Disallow: /keuzehulp?" in client.get("/robots.txt").text
    assert robots_of(page_of(client)) == []


def test_nothing_found_offers_ways_on(client):
    page = page_of(client, **SCANS[6])
    text = page.one("main").text
    assert "Geen aanpak gevonden" in text
    assert "Wijzig onderwerpen" in page.with_class("nothing")[0].text
    assert "vraag advies over het bredere ‘Overgangen in de schoolloopbaan’" in text


def test_the_examples_of_the_first_page_have_an_answer(client):
    examples = [one.attributes["href"] for one in page_of(client).all("a") if one.attributes["href"].startswith(f"{GUIDE}?schoolType")]
    assert len(examples) == 3
    assert all(shown(page_of(client, href))["interventies"] for href in examples)


def fields(page):
    """What the form would send: hidden values, ticked boxes, chosen options. An option has the name of the list before it."""
    sent, name = [], ""
    for one in page.elements:
        if one.name == "select":
            name = one.attributes["name"]
        if one.name == "option" and "selected" in one.attributes:
            sent.append((name, one.attributes["value"]))
        hidden = one.attributes.get("type") == "hidden"
        if one.name == "input" and (hidden or "checked" in one.attributes):
            sent.append((one.attributes["name"], one.attributes["value"]))
    return sorted(sent)


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_step_sends_every_answer_again(client, step):
    page = page_of(client, **SCANS[2], stap=step)
    assert f"Stap {step} van 4" in page.one("main").text
    wanted = [("schoolType", "po"), ("problemArea", "pesten:3"), ("partner", "ouders"), ("maxCost", "2"), ("limit", "8")]
    # Where they are weighed, the others have a weight of one written out.
    assert fields(page) == sorted([*wanted, ("problemArea", "gedrag:1" if step == 3 else "gedrag")])
    (current,) = [one for one in page.all("li") if one.attributes.get("aria-current") == "step"]
    assert current.text.startswith(str(step))
    buttons = [(one.attributes.get("value", ""), one.text) for one in page.all("button") if "step-link" in one.classes]
    assert [value for value, _ in buttons] == [value for value in ("1", "2", "3", "4", "") if value != str(step)]


def test_every_term_can_be_chosen_and_says_what_it_is(client, vocabularies):
    for step, name, vocabulary in ((1, "schoolType", "school-types"), (2, "problemArea", "problem-areas"), (4, "partner", "partners")):
        page = page_of(client, stap=step, schoolType="po", problemArea="pesten")
        terms = vocabularies[vocabulary].by_id
        assert {one.attributes["value"] for one in page.all("input", type="checkbox") if one.attributes["name"] == name} == set(terms)
        assert [one.definition for one in terms.values() if one.definition and one.definition not in page.one("form").text] == []


def test_a_problem_is_told_first_and_at_its_field(client):
    page = page_of(client, stap=3, schoolType="po", partner="ouders")
    assert page.one("title").text.startswith("Fout: ")
    summary = page.with_class("problems")[0]
    assert "Kies ten minste één onderwerp." in summary.text
    assert "autofocus" in summary.attributes
    box = next(one for one in page.all("a") if one.text == "Kies ten minste één onderwerp.").attributes["href"].removeprefix("#")
    assert page.one("input", id=box).attributes["aria-invalid"] == "true"
    assert {one.attributes["aria-describedby"] for one in page.all("fieldset")} == {"fout-problemArea hoeveel"}
    assert page.one("div", id="fout-problemArea").text == "Fout: Kies ten minste één onderwerp."
    assert fields(page) == [("partner", "ouders"), ("schoolType", "po")]
    assert str(MOST_FINDINGS) in page.one("p", id="hoeveel").text


def test_what_is_typed_is_text(client):
    page = page_of(client, schoolType="po", problemArea='"><script>alert(1)</script>', limit="<b>")
    assert [one for one in page.all("script") if "src" not in one.attributes] == []
    assert "<script>alert(1)</script>" in page.with_class("problems")[0].text
    assert "Aantal: <b>" in page.one("main").text


def test_the_explanation_has_the_numbers_that_count(client):
    page = page_of(client, f"{GUIDE}/uitleg")
    cells = [one.text for one in page.elements if one.name in {"th", "td"}]
    rows = [f"{label} {number}" for label, number in pairwise(cells)]
    assert f"Past bij uw schoolscan {scoring.FIT}" in rows
    assert [label for label, share in NEAR.items() if f"{label} {int(scoring.FIT * SHARE[share])}" not in rows] == []
    assert f"zeer sterk (5 van 5) {5 * scoring.PER_STEP}" in rows
    assert f"Geen erkenning gevonden {scoring.UNKNOWN_EVIDENCE}" in rows
    assert f"Goed onderbouwd {scoring.RECOGNITION['goed-onderbouwd']}" in rows
    whole = scoring.FIT + scoring.EVIDENCE + scoring.PARTNERS + scoring.COST + scoring.SCHOOL_TYPE
    assert f"hoogstens {whole} punten" in page.one("main").text
    # What the page says of the catalogue.
    programmes = [item for item in load.load(CONTENT).items if isinstance(item, Programme)]
    assert [one.slug for one in programmes if one.current_rating(Scale.COST)] == []


def test_it_needs_no_database_and_may_be_kept(client, monkeypatch):
    def without_them(request):
        return replace(service(request), sessions=AWAY, meaning=None)

    monkeypatch.setattr("app.web.site.advice.pages.service", without_them)
    for path in (GUIDE, f"{GUIDE}/uitleg", f"{GUIDE}?stap=1", f"{GUIDE}?schoolType=po&problemArea=pesten"):
        response = client.get(path)
        assert response.headers["cache-control"].startswith("public, max-age=")
        assert "set-cookie" not in response.headers
        assert client.get(path, headers={"If-None-Match": response.headers["etag"]}).status_code == 304
        assert client.get(path, headers={"Accept": "application/pdf"}).status_code == 406
