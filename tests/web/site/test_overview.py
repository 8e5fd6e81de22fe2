"""The overview: picture, list of unknowns and table say the same, nothing covers anything, and every choice is in the address."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import check_form, read

from app.domain.items import Scale
from app.dutch.ratings import value_in_words
from app.web.site.overview.picture import Plotted, picture

ADDRESSES = (
    "/overzicht",
    "/overzicht?schoolType=vo",
    "/overzicht?problemArea=begrijpend-lezen&sort=cost",
    "/overzicht?goal=B&minEvidence=4&sort=effect",
    "/overzicht?goal=C&sort=title",
)


def page_of(client, address="/overzicht"):
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200, address
    page = read(response.text)
    check_form(page)
    return page


def rows(client, address="/overzicht"):
    """The texts of the cells of each row of the table."""
    html = client.get(address).text
    if "<tbody>" not in html:
        return []
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    parts = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("<tr>")[1:]]
    return [[read(f"<div>{part}</div>").one("div").text for part in row] for row in parts]


def interventions(client):
    answer = client.get("/v1/search?kind=intervention&pageSize=100").json()
    return {item["title"]: item["currentRatings"] for item in answer["items"]}


def known(rating):
    return rating is not None and rating["value"] is not None


@pytest.mark.parametrize("address", ADDRESSES)
def test_picture_and_table_say_the_same_item_by_item(client, address):
    page, found = page_of(client, address), rows(client, address)
    points = {one.attributes["aria-label"] for one in page.with_class("overview-point")}
    hrefs = {one.attributes["href"] for one in page.with_class("overview-point")}
    placed = [row for row in found if "nog onbekend" not in {row[3], row[4]}]
    assert points == {
        f"{number}. {title}: effect {effect}, kosten {cost}, bewijs {evidence}" for number, title, evidence, effect, cost, *_ in placed
    }
    assert len(hrefs) == len(points)
    apart = [one.text for one in page.with_class("overview-apart-number")]
    assert apart == [row[0] for row in found if row not in placed]
    assert [row[0] for row in found] == [str(number) for number in range(1, len(found) + 1)]
    assert found


def test_the_table_says_what_the_api_says(client):
    of_the_api = interventions(client)
    found = {row[1]: row for row in rows(client)}
    assert found.keys() == of_the_api.keys()
    for title, ratings in of_the_api.items():
        _, _, evidence, effect, cost, source, _ = found[title]
        for cell, scale in ((evidence, "evidence"), (effect, "effect"), (cost, "cost")):
            rating = ratings[scale]
            assert cell == (value_in_words(Scale(scale), rating["value"]) if known(rating) else "nog onbekend")
            if known(rating):
                assert rating["source"]["publisher"] in source
                assert rating["version"] in source
        if not any(map(known, ratings.values())):
            assert source == "Nog geen bron met een waarde"


def test_evidence_comes_first_and_what_is_unknown_last(client):
    of_the_api = interventions(client)
    evidence = [(rating := of_the_api[row[1]]["evidence"]) and rating["value"] for row in rows(client)]
    given_ones = [value for value in evidence if value is not None]
    assert given_ones == sorted(given_ones, reverse=True)
    assert evidence[len(given_ones) :] == [None] * (len(evidence) - len(given_ones))
    assert rows(client) == rows(client, "/overzicht?sort=evidence")


@pytest.mark.parametrize(
    ("sort", "direction"), [("", "descending"), ("effect", "descending"), ("cost", "ascending"), ("title", "ascending")]
)
def test_a_column_says_that_the_table_is_sorted_by_it(client, sort, direction):
    page = page_of(client, f"/overzicht?schoolType=vo&sort={sort}")
    assert [one.attributes["aria-sort"] for one in page.all("th") if "aria-sort" in one.attributes] == [direction]
    links = [one.attributes["href"] for one in page.all("a") if one.attributes["href"].endswith("#tabel") and "?" in one.attributes["href"]]
    assert len(links) == 4
    assert all(href.startswith("/overzicht?schoolType=vo") for href in links)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_choice_shows_what_the_search_finds(client, address):
    parameters = address.partition("?")[2].replace("sort=cost", "").replace("sort=effect", "")
    answer = client.get(f"/v1/search?kind=intervention&pageSize=100&{parameters}").json()
    assert {row[1] for row in rows(client, address)} == {item["title"] for item in answer["items"]}


def test_each_term_gives_as_many_as_it_says(client):
    page = page_of(client, "/overzicht?schoolType=vo")
    options = [one for one in page.all("option") if re.search(r"\(\d+\)$", one.text)]
    assert len(options) > 10
    area = next(one for one in options if "Begrijpend lezen" in one.text)
    count = int(re.search(r"\((\d+)\)$", area.text).group(1))
    assert len(rows(client, f"/overzicht?schoolType=vo&problemArea={area.attributes['value']}")) == count
    assert [one.attributes["value"] for one in options if "selected" in one.attributes] == ["vo"]


def test_what_is_chosen_can_be_taken_away_and_more_than_one_of_a_kind_is_kept(client):
    page = page_of(client, "/overzicht?schoolType=po&schoolType=vo&minEvidence=3&sort=title")
    assert [one.text for one in page.with_class("chip")] == [
        "Verwijder filter: Primair onderwijs",
        "Verwijder filter: Voortgezet onderwijs",
        "Verwijder filter: Bewijs: minstens gemiddeld (3 van 5)",
    ]
    assert page.with_class("chip")[0].attributes["href"] == "/overzicht?schoolType=vo&minEvidence=3&sort=title"
    assert [(one.attributes["name"], one.attributes["value"]) for one in page.all("input", type="hidden")] == [
        ("schoolType", "vo"),
        ("sort", "title"),
    ]


def test_nothing_that_fits_says_so_and_how_to_see_more(client):
    page = page_of(client, "/overzicht?goal=E&minEvidence=5")
    assert page.one("h2", id="plaatje").text == "Geen interventie past bij deze keuze"
    ways = [one for one in page.all("a") if one.text.startswith("Kijk zonder")]
    assert [one.text for one in ways] == ["Kijk zonder ‘Doelgebied’", "Kijk zonder ‘Bewijs’", "Kijk zonder filters"]
    assert all(rows(client, one.attributes["href"]) for one in ways)
    assert page.all("svg", role="group") == []


def test_what_cannot_be_placed_at_all_needs_no_picture(client):
    page = page_of(client, "/overzicht?problemArea=pesten&goal=C")
    assert page.all("svg", role="group") == []
    assert page.one("h2", id="plaatje").text.endswith("waarvan geen in beeld")
    assert page.with_class("overview-apart-number")


def test_what_means_nothing_is_told(client):
    text = page_of(client, "/overzicht?schoolType=hogwarts&minEvidence=veel&partner=x&utm_source=y").with_class("notice")[0].text
    assert "Schooltype: hogwarts" in text
    assert "Bewijs: veel" in text
    assert "utm" not in text


def test_what_the_picture_does_not_say_is_said_with_true_numbers(client):
    of_the_api = interventions(client)
    unknown = [one for one in of_the_api.values() if not (known(one["effect"]) and known(one["cost"]))]
    text = page_of(client).with_class("overview-limits")[0].text
    assert f"Van {len(unknown)} van de {len(of_the_api)} interventies" in text
    assert "gemiddelde over veel studies" in text


def test_the_table_can_be_compared_from(client):
    page = page_of(client)
    boxes = page.all("input", type="checkbox")
    assert {one.attributes["form"] for one in boxes} == {"vergelijk"}
    assert page.one("form", id="vergelijk").attributes["action"] == "/vergelijk"
    assert len(boxes) == len(rows(client))


def test_a_page_may_be_kept(client):
    response = client.get("/overzicht")
    assert client.get("/overzicht", headers={"If-None-Match": response.headers["etag"]}).status_code == 304


def plotted(effect, cost, evidence, title="Instructie in kleine groepen"):
    return Plotted(1, "/item/x", title, title, effect, cost, evidence)


@given(
    st.lists(
        st.builds(
            plotted,
            st.integers(-12, 12),
            st.integers(1, 5),
            st.one_of(st.none(), st.integers(1, 5)),
            st.text(st.characters(categories=["L", "Zs"]), min_size=1, max_size=120),
        ),
        max_size=40,
    )
)
def test_nothing_ever_covers_anything_and_all_stands_in_its_row_and_column(items):
    drawn = picture(items, [1, 7])
    assert len(drawn.points) == len(items)
    for one, other in combinations(drawn.points, 2):
        if one.left == other.left:
            assert abs(one.y - other.y) >= one.radius + other.radius
    tops = {int(row.months.split()[0]): row for row in drawn.rows}
    assert list(tops) == sorted(tops, reverse=True)
    for point in drawn.points:
        row = tops[point.item.effect]
        assert row.top <= point.y - point.radius
        assert point.y + point.radius <= row.top + row.height <= drawn.height
        assert point.left == drawn.columns[point.item.cost - 1].left
        assert all(row.top <= line.y - 10 and point.steps_y + 7 <= row.top + row.height for line in point.lines)


def test_stronger_evidence_is_a_larger_circle():
    drawn = picture([plotted(effect, 1, evidence) for effect, evidence in ((5, 1), (4, 2), (3, 3), (2, 4), (1, 5))], [])
    sizes = [point.radius for point in drawn.points]
    assert sizes == sorted(set(sizes))


def test_the_same_place_means_the_same_in_every_choice():
    assert picture([plotted(5, 1, 3)], [1, 7]).rows[0].months == "7 maanden"
    assert picture([plotted(5, 1, 3)], [1, 7]).rows[-1].months == "0 maanden"
    assert picture([plotted(-2, 1, 3)], [1, 7]).rows[-1].months == "-2 maanden"
