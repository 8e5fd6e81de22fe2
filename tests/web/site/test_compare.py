"""Items side by side: what the page says is what the items say, and every address gives a page."""

import re
from dataclasses import replace
from html import escape

import pytest
from pages import check_form, read

from app.db import items
from app.domain.errors import SearchUnavailable
from app.web.site._shared.links import compare_href
from app.web.site.compare.rows import Cell, CellLine, ComparedRow, compared

ONE, OTHER, PROGRAMME = "feedback", "een-op-een-begeleiding", "voorleesexpress"


def page_of(client, address):
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200, address
    page = read(response.text)
    check_form(page)
    return page


def table(client, *slugs, **options):
    """The cells of each row by its heading, and whether that says that they differ or are equal."""
    html = client.get(compare_href(slugs, **options)).text
    body = html[html.index("<tbody") : html.index("</tbody>")]
    rows = {}
    for row in body.split("<tr")[1:]:
        heading, *cells = [read(f"<div>{part}").one("div").text for part in _cells(row)]
        label, _, verdict = re.fullmatch(r"(.*?)( (verschilt|gelijk|niet overal bekend|nergens bekend))?", heading).group(1, 2, 3)
        rows[label] = (verdict, cells)
    return rows


def _cells(row):
    return [f"{part}</div>" for part in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]


def told(page):
    return page.with_class("notice")[0].text if page.with_class("notice") else ""


def test_every_fact_stands_side_by_side_with_its_source(client):
    rows = table(client, ONE, OTHER)
    for slug, place in ((ONE, 0), (OTHER, 1)):
        item = client.get(f"/v1/items/{slug}").json()
        for scale, label in (("effect", "Effect"), ("evidence", "Bewijs"), ("cost", "Kosten")):
            rating, cell = item["currentRatings"][scale], rows[label][1][place]
            assert cell.startswith(rating["words"])
            assert rating["source"]["publisher"] in cell
            assert rating["version"] in cell
            assert re.search(r"\b\d+ maanden extra leerwinst|Stap \d van 5", cell)
        assert all(term["label"] in rows["Schooltype"][1][place] for term in item["schoolTypes"])
        assert all(term["label"] in rows["Waar gaat het om?"][1][place] for term in item["problemAreas"])
        assert all(one["title"] in rows["Goede voorbeelden"][1][place] for one in item["relations"].get("examples", [])[:8])
        assert rows["In het kort"][1][place] == item["summary"]
        assert rows["Gecontroleerd op"] == ("gelijk", ["24 november 2026"] * 2)


def test_what_a_kind_does_not_have_says_why(client):
    rows = table(client, ONE, PROGRAMME, "mindfulness-meditatie")
    assert rows["Effect"][1][1] == "Nog onbekend: alleen interventies hebben hier een cijfer"
    assert rows["Effect"][1][2] == "nog onbekend"
    assert rows["Erkenning"][1][0] == "Zie bij bewijs"
    assert "Dat zegt niet dat het niet werkt." in rows["Erkenning"][1][1]
    assert "(oordeel van de redactie)" in rows["Partners die nodig zijn"][1][1]


def test_a_row_that_no_item_has_is_left_out_and_what_is_known_nowhere_says_so(client):
    assert table(client, "mindfulness-meditatie", "conflicthantering")["Effect"][0] == "nergens bekend"
    rows = table(client, PROGRAMME, "kaleidoscoop")
    assert "Effect" not in rows
    assert "Goede voorbeelden" not in rows


def test_differences_are_words_and_the_equal_rows_can_be_left_out(client):
    rows = table(client, ONE, OTHER)
    assert rows["Effect"][0] == "verschilt"
    assert rows["Schooltype"][0] == "gelijk"
    assert "Motivatie alleen hier" in rows["Waar gaat het om?"][1][0]
    assert "Technisch lezen alleen hier" not in rows["Waar gaat het om?"][1][0]
    different = table(client, ONE, OTHER, only_differences=True)
    assert list(different) == [label for label, (verdict, _) in rows.items() if verdict not in {"gelijk", "nergens bekend"}]
    page = page_of(client, compare_href((ONE, OTHER), only_differences=True))
    assert f"{len(rows) - len(different)} rijen zijn verborgen" in page.one("main").text
    assert compare_href((ONE, OTHER)) in {one.attributes["href"] for one in page.all("a")}


def test_names_stand_in_heading_title_and_columns_and_each_can_be_taken_away(client):
    page = page_of(client, compare_href((ONE, OTHER, PROGRAMME)))
    assert page.one("h1").text == "Feedback, Een-op-een-begeleiding en VoorleesExpress naast elkaar"
    assert page.one("title").text.startswith(page.one("h1").text)
    assert len(page.all("th", scope="col")) == 3
    away = [one.attributes["href"] for one in page.with_class("compare-away")]
    assert away == [compare_href((OTHER, PROGRAMME)), compare_href((ONE, PROGRAMME)), compare_href((ONE, OTHER))]
    assert [one.attributes["value"] for one in page.all("button") if one.attributes.get("name") == "zet"] == [ONE, OTHER, PROGRAMME]


def test_one_item_or_none_explains_and_offers(client):
    page = page_of(client, "/vergelijk")
    assert page.all("table") == []
    assert "Kies twee tot vier pagina’s" in page.one("main").text
    page = page_of(client, compare_href([ONE]))
    assert page.one("h1").text == "Waarmee wilt u ‘Feedback’ vergelijken?"
    similar = [one["slug"] for one in client.get(f"/v1/items/{ONE}/similar?limit=6").json()["items"]]
    links = {one.attributes["href"] for one in page.all("a")}
    assert {compare_href((ONE, slug)) for slug in similar} <= links


def test_what_is_found_can_be_added_and_what_is_chosen_is_kept(client):
    page = page_of(client, f"{compare_href((ONE, OTHER), only_differences=True)}&q=feedback")
    links = [one.attributes["href"] for one in page.all("a") if one.text.startswith("Zet erbij")]
    assert len(links) == 6
    assert len(set(links)) == 6
    assert all(href.startswith("/vergelijk?item=feedback&item=een-op-een-begeleiding&item=") for href in links)
    assert all(href.endswith("&alleen=verschillen") for href in links)
    assert not any(href.count(f"item={ONE}&") > 1 for href in links)
    hidden = [(one.attributes["name"], one.attributes["value"]) for one in page.all("input", type="hidden")]
    assert hidden == [("item", ONE), ("item", OTHER), ("alleen", "verschillen")]
    assert page.one("input", type="search").attributes["value"] == "feedback"


def test_four_is_the_most(client):
    slugs = (ONE, OTHER, PROGRAMME, "kaleidoscoop", "mindfulness-meditatie")
    page = page_of(client, compare_href(slugs))
    assert len(page.all("th", scope="col")) == 4
    assert "Past er niet bij, want u kunt er 4 vergelijken: Mindfulness en meditatie" in told(page)
    assert page.all("input", type="search") == []


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/vergelijk?item=feedback&item=hogwarts&item=een-op-een-begeleiding", "Niet gevonden: hogwarts"),
        ("/vergelijk?item=feedback&item=feedback&item=een-op-een-begeleiding", "Staat er al: Feedback"),
        ("/vergelijk?item=%00&item=<b>", "Niet gevonden: <b>"),
        ("/vergelijk?alleen=alles", "Alleen: alles"),
        (f"/vergelijk?q={'lezen+' * 60}", "Zoekwoorden: lezen"),
    ],
)
def test_what_cannot_be_had_is_left_out_and_told(client, address, message):
    assert message in told(page_of(client, address))


def test_many_items_in_an_address_are_no_many_questions_to_the_database(client, monkeypatch):
    asked = []
    monkeypatch.setattr(items, "present", lambda _, wanted: asked.extend(wanted) or {})
    page = page_of(client, "/vergelijk?" + "&".join(f"item=a{number}" for number in range(100)))
    assert len(asked) == 20
    assert "Niet gevonden: a99" in told(page)


def test_an_item_by_its_old_slug_stands_there_once(client, monkeypatch):
    monkeypatch.setattr(items, "present", lambda _, wanted: {one: one.removeprefix("oud-") for one in wanted})
    page = page_of(client, f"/vergelijk?item=oud-{ONE}&item={ONE}&item={OTHER}")
    assert "Staat er al: Feedback" in told(page)
    assert page.with_class("compare-away")[0].attributes["href"] == compare_href([OTHER])


def test_without_the_engine_what_is_chosen_still_stands_side_by_side(client, monkeypatch):
    async def away(parts, query):
        raise SearchUnavailable("x")

    monkeypatch.setattr("app.web.site.compare.pages.find", away)
    address = f"{compare_href((ONE, OTHER))}&q=lezen"
    page = page_of(client, address)
    assert "Zoeken lukt nu even niet" in page.one("main").text
    assert len(page.all("th", scope="col")) == 2
    assert client.get(address).headers["cache-control"] == "no-store"


def test_what_nobody_has_says_so_and_what_is_typed_is_text(client):
    html = client.get("/vergelijk?q=" + "%3Cscript%3Exqvzkw").text
    assert escape("<script>xqvzkw", quote=False) in html
    assert "Niets " in page_of(client, "/vergelijk?q=xqvzkw").with_class("compare-offers-heading")[0].text


def test_a_page_may_be_kept(client):
    response = client.get(compare_href((ONE, OTHER)))
    assert response.headers["cache-control"].startswith("public")
    assert client.get(compare_href((ONE, OTHER)), headers={"If-None-Match": response.headers["etag"]}).status_code == 304
    assert client.get("/vergelijk", headers={"Accept": "application/pdf"}).status_code == 406


def test_the_order_of_lines_makes_no_difference_and_their_words_do():
    cell = Cell((CellLine("po"), CellLine("vo")))
    assert (
        cell.said
        == Cell(
            (
                CellLine("vo"),
                CellLine("po"),
            )
        ).said
    )
    assert cell.said != replace(cell, lines=(CellLine("po"),)).said
    assert ComparedRow("Duur", (cell,), "verschilt").tells_apart
    assert not ComparedRow("Duur", (cell,), "gelijk").tells_apart


def test_nothing_compared_is_nothing():
    assert [row.label for row in compared([])] == ["In het kort"]
