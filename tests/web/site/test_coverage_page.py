"""The coverage page: the matrix of the API, whose cells lead to as many items, with gaps in words."""

import csv
import io
import random

import pytest
from pages import check_form, read

from app.domain.coverage import CoverageQuery
from app.domain.facets import FACETS
from app.web.site._shared.links import coverage_href
from app.web.site.coverage.asked import read_coverage

HTML = {"Accept": "text/html"}
STATES = (
    "",
    "problemArea=verzuim",
    "problemArea=verzuim&partner=jeugdzorg&schoolType=vo&kind=programme&kind=measure",
    "rows=schoolType&columns=problemArea",
    "rows=partner&columns=kind&minEvidence=2",
    "rows=municipality&columns=setting&alles=ja",
    "rows=problemArea&columns=requiredPartner&alles=ja&schoolType=po",
)


def page_of(client, asked=""):
    response = client.get(f"/dekking?{asked}", headers=HTML)
    assert response.status_code == 200, asked
    page = read(response.text)
    check_form(page)
    return page


def notice(page):
    return " ".join(one.text for one in page.with_class("notice"))


def robots(page):
    return [one.attributes["content"] for one in page.all("meta") if one.attributes.get("name") == "robots"]


def rows_of(page):
    return [one.text for one in page.all("th", scope="row")]


def table_of(client, asked):
    return client.get(f"/v1/coverage?{asked}").json()


@pytest.mark.parametrize("asked", STATES)
def test_every_number_leads_to_as_many_items(client, asked):
    links = page_of(client, asked).with_class("coverage-link")
    assert links
    chance = random.Random(asked)
    for one in chance.sample(links, min(25, len(links))):
        found = client.get(one.attributes["href"].replace("/zoeken", "/v1/search")).json()["page"]["totalItems"]
        assert found == int(one.text), one.attributes["href"]
        assert one.attributes["aria-label"].startswith(f"{one.text}: ")


def test_the_search_page_says_the_same_number(client):
    one = next(
        one for one in page_of(client).with_class("coverage-link") if "problemArea=verzuim&partner=leerplicht" in one.attributes["href"]
    )
    heading = read(client.get(one.attributes["href"], headers=HTML).text).one("h1").text
    assert heading == f"{one.text} resultaten"


def test_all_of_it_is_the_matrix_of_the_api(client):
    page, api = page_of(client, "alles=ja"), table_of(client, "")
    assert [row.removesuffix(": terug naar alles") for row in rows_of(page)] == ["Alle pagina’s", *(row["label"] for row in api["rows"])]
    cells = [int(one.text) for one in page.all("td")]
    width = len(api["columns"]) + 1
    assert cells[:width] == [api["total"], *(column["count"] for column in api["columns"])]
    rows = zip(api["rows"], api["cells"], strict=True)
    assert cells[width:] == [number for row, of_row in rows for number in (row["count"], *of_row["counts"])]
    assert all((one.text == "0") is ("coverage-cell--none" in one.classes) for one in page.with_class("coverage-cell"))


def test_broad_terms_come_first_and_one_can_be_unfolded(client):
    page, api = page_of(client), table_of(client, "")
    broad = [row["label"] for row in api["rows"] if row["level"] == 0 and row["count"]]
    assert [one.split(": ")[0] for one in rows_of(page)[1:]] == broad
    fold = next(one for one in page.with_class("coverage-fold") if one.text.startswith("Verzuim"))
    assert fold.attributes["href"] == "/dekking?problemArea=verzuim"
    inside = page_of(client, "problemArea=verzuim")
    assert len(rows_of(inside)) == len(table_of(client, "problemArea=verzuim")["rows"]) + 1
    back = next(one for one in inside.with_class("coverage-fold--open"))
    assert back.attributes["href"] == "/dekking"


def test_empty_rows_are_left_out_and_named_unless_all_is_asked(client):
    asked = "schoolType=mbo&kind=guide&columns=setting"
    assert "geen enkele pagina" in page_of(client, asked).one("main").text
    page = page_of(client, "schoolType=mbo")
    hint = next(one.text for one in page.with_class("hint") if one.text.startswith("Weggelaten"))
    empty = [row["label"] for row in table_of(client, "schoolType=mbo")["rows"] if row["level"] == 0 and not row["count"]]
    assert empty
    for label in empty:
        assert label in hint
        assert label not in rows_of(page)
        assert label in rows_of(page_of(client, "schoolType=mbo&alles=ja"))


def test_gaps_are_told_in_words(client):
    page, api = page_of(client, "problemArea=verzuim"), table_of(client, "problemArea=verzuim")
    text = page.one("main").text
    assert api["gaps"]
    missing = {}
    for gap in api["gaps"]:
        missing.setdefault(gap["row"]["label"], []).append(gap["column"]["label"])
    for row, columns in missing.items():
        told = " en ".join(part for part in (", ".join(columns[:-1]), columns[-1]) if part)
        assert f"Voor {row} staat in Menukaart nog niets met: {told}. Wel voor Verzuim." in text
    assert "valt geen lege plek op" in page_of(client, "problemArea=jonge-kind&partner=ouders").one("main").text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("rows=hogwarts", "Rijen: hogwarts"),
        ("columns=hogwarts", "Kolommen: hogwarts"),
        ("rows=partner&columns=partner", "Kolommen: Partner (dat staat al in de rijen)"),
        ("problemArea=hogwarts", "Waar gaat het om?: hogwarts"),
        ("minEvidence=9", "Bewijs: 9"),
        ("alles=misschien", "Alles tonen: misschien"),
        ("rows=goal&rows=kind", "Rijen: kind"),
        ("rows=<script>", "Rijen: <script>"),
    ],
)
def test_what_means_nothing_is_told_on_a_page_that_works(client, asked, told):
    page = page_of(client, asked)
    assert told in notice(page)
    assert page.one("table")


def test_empty_and_strange_parameters_are_no_matter(client):
    page = page_of(client, "rows=&columns=&partner=&utm_source=nieuwsbrief&q=lezen&page=9")
    assert notice(page) == ""
    assert rows_of(page) == rows_of(page_of(client))


def test_the_form_keeps_what_is_chosen(client):
    page = page_of(client, "rows=goal&columns=partner&kind=intervention&problemArea=verzuim&maxCost=3&alles=ja")
    chosen = [(select.attributes["name"]) for select in page.all("select")]
    assert chosen == ["rows", "columns"]
    assert [one.attributes["value"] for one in page.all("option") if "selected" in one.attributes] == ["goal", "partner"]
    assert [one.attributes["value"] for one in page.all("input") if "checked" in one.attributes] == ["intervention"]
    hidden = {(one.attributes["name"], one.attributes["value"]) for one in page.all("input", type="hidden")}
    assert hidden == {("problemArea", "verzuim"), ("maxCost", "3"), ("alles", "ja")}


def test_each_choice_can_be_taken_away(client):
    page = page_of(client, "problemArea=verzuim&kind=programme&maxCost=3")
    chips = {one.text: one.attributes["href"] for one in page.with_class("chip")}
    assert chips["Verwijder filter: Verzuim"] == "/dekking?kind=programme&maxCost=3"
    assert chips["Verwijder filter: Programma"] == "/dekking?problemArea=verzuim&maxCost=3"
    assert len(chips) == 3


def test_robots_keep_to_the_first_matrix(client):
    assert not robots(page_of(client))
    for asked in STATES[1:]:
        assert robots(page_of(client, asked)) == ["noindex, follow"]
    assert "Disallow: /dekking?" in client.get("/robots.txt").text


@pytest.mark.parametrize("asked", STATES[:4])
def test_as_csv_it_is_the_table_of_the_api(client, asked):
    page = page_of(client, asked)
    href = next(one.attributes["href"] for one in page.all("a") if one.attributes["href"].startswith("/dekking.csv"))
    answer = client.get(href, headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="dekking.csv"' in answer.headers["content-disposition"]
    assert answer.content == client.get(f"/v1/coverage?{asked}", headers={"Accept": "text/csv"}).content
    assert len(list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))) > 2
    assert client.get(href, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_the_page_may_be_kept(client):
    tag = client.get("/dekking").headers["etag"]
    assert client.get("/dekking", headers={"If-None-Match": tag}).status_code == 304


def test_any_two_facets_make_an_address_that_reads_back(vocabularies):
    for rows in FACETS:
        for columns in FACETS:
            if rows is columns:
                continue
            query = CoverageQuery.model_validate({"rows": rows.name, "columns": columns.name, "kind": ("guide",)}, context=vocabularies)
            address = coverage_href(query, everything=True)
            asked = read_coverage(
                [(name, value) for name, value in (pair.split("=") for pair in address.partition("?")[2].split("&"))], vocabularies
            )
            assert (asked.query, asked.everything, asked.ignored) == (query, True, ())
