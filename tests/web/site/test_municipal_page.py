"""The page for municipalities says what the content and the search say."""

import pytest
from conftest import CONTENT
from pages import check_form, read

from app.content import load
from app.domain.items import Audience, Basis, Guide, Measure
from app.web.site._shared.cards import StepView, step_views

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def items():
    return load.load(CONTENT).items


@pytest.fixture(scope="module")
def measures(items):
    return [item for item in items if isinstance(item, Measure)]


@pytest.fixture
def page(client):
    response = client.get("/gemeenten", headers=HTML)
    assert response.status_code == 200
    return read(response.text)


def under(page, heading):
    """The items that a page links to below a heading of the third level, up to the next heading, in order."""
    start = next(place for place, one in enumerate(page.elements) if one.name == "h3" and one.text == heading)
    found = []
    for one in page.elements[start + 1 :]:
        if one.name in {"h2", "h3"}:
            break
        found += [one.text] if one.attributes.get("href", "").startswith("/item/") else []
    return found


def by_title(measures):
    return sorted((one.title for one in measures), key=str.casefold)


def test_the_page_is_in_form_and_may_be_kept(client, page):
    check_form(page)
    assert page.one("h1").text == "Voor gemeenten"
    tag = client.get("/gemeenten").headers["etag"]
    assert client.get("/gemeenten", headers={"If-None-Match": tag}).status_code == 304


def test_the_year_has_every_step_with_its_measures_those_of_a_source_first(page, measures, vocabularies):
    headings = [one.text for one in page.with_class("year-title")]
    assert headings == [term.label for term in vocabularies["year-steps"].terms]
    for term in vocabularies["year-steps"].terms:
        by = {
            basis: by_title(one for one in measures if any((entry.step, entry.basis) == (term.id, basis) for entry in one.steps))
            for basis in Basis
        }
        assert under(page, term.label)[: len(by[Basis.SOURCE] + by[Basis.EDITORIAL])] == by[Basis.SOURCE] + by[Basis.EDITORIAL]
        assert term.definition in page.one("main").text


def test_measures_without_a_step_are_told_as_unknown(page, measures):
    without = [one for one in measures if not one.steps]
    assert f"{len(without)} maatregelen zonder bekend moment" in [one.text for one in page.all("summary")]
    assert "Dat is nog onbekend." in page.one("main").text


def test_every_measure_stands_at_its_spending_goal_with_the_doubts(page, measures, vocabularies):
    for goal in vocabularies["spending-goals"].terms:
        assert sorted(under(page, goal.label)) == sorted(one.title for one in measures if one.spending_goal.goal == goal.id)
    text = page.one("main").text
    assert "De lijst is geen citaat uit de regeling." in text
    unverified = [goal for goal in vocabularies["spending-goals"].terms if goal.unverified]
    assert text.count("Of dit een apart bestedingsdoel was, is niet bevestigd.") == len(unverified) > 0


def test_every_number_leads_to_as_many_items(client, page):
    numbers = [one for one in page.all("a") if one.attributes.get("aria-label", "").split(":")[0].isdigit()]
    assert len(numbers) > 40
    for one in numbers:
        found = client.get(one.attributes["href"].replace("/zoeken?", "/v1/search?")).json()["page"]["totalItems"]
        assert found == int(one.text), one.attributes["aria-label"]


def test_the_areas_of_a_partner_are_those_for_which_it_is_needed_most(client, page):
    row = next(one for one in page.all("tr") if one.text.startswith("Leerplicht en RMC"))
    found = client.get("/v1/coverage?rows=problemArea&columns=requiredPartner&kind=intervention&kind=programme").json()
    place = next(place for place, column in enumerate(found["columns"]) if column["value"] == "leerplicht")
    counts = {
        line["label"]: cells["counts"][place] for line, cells in zip(found["rows"], found["cells"], strict=True) if line["level"] == 0
    }
    most = sorted(counts, key=lambda label: -counts[label])[:3]
    assert counts[most[0]] > 0
    assert row.text.endswith(", ".join(label for label in most if counts[label]))


def test_every_municipality_with_examples_is_there_with_how_many(client, page):
    (places,) = page.with_class("muni-places")
    values = client.get("/v1/search?kind=good-practice&pageSize=1").json()["facets"]
    told = next(facet for facet in values if facet["name"] == "municipality")["values"]
    assert all(f"{one['label']} ({one['count']} voorbeeld" in places.text for one in told)
    assert len(told) == places.text.count(" voorbeeld")


def test_guides_for_municipalities_are_all_on_the_page(page, items):
    links = {one.attributes["href"] for one in page.all("a")}
    guides = [item for item in items if isinstance(item, Guide) and Audience.MUNICIPALITY in item.audience]
    assert {f"/item/{one.slug}" for one in guides} <= links


def test_every_link_leads_somewhere(client, page):
    for href in {one.attributes["href"] for one in page.all("a") if one.attributes["href"].startswith(("/item/", "/dekking"))}:
        assert client.get(href, headers=HTML).status_code == 200, href


def test_steps_as_running_text_say_who_says_so(measures, vocabularies):
    agenda = next(one for one in measures if one.slug == "lea-afspraken")
    assert step_views(agenda, vocabularies) == (StepView("Doorgaand", by_editors=False), StepView("Juli", by_editors=True))
