"""The matrix over two facets, on the published catalogue and against the real engine."""

import csv
import io
import itertools
import random
from dataclasses import replace
from typing import Any

import pytest

from app.domain.facets import FACETS
from app.web.api.coverage.schemas import EXAMPLE, CoverageAnswer
from app.web.http.csv import table
from app.web.service import service

AWAY: Any = None

CSV = {"Accept": "text/csv"}
NAMES = [facet.name for facet in FACETS]
FILTERS = [
    {},
    {"kind": ["programme", "good-practice"]},
    {"schoolType": "vmbo", "minEvidence": 2},
    {"problemArea": ["verzuim", "sociaal-emotioneel"], "kind": "measure"},
    {"partner": "jeugdzorg", "maxCost": 3},
    {"requiredPartner": "gemeente", "setting": ["klas", "wijk"]},
    {"minEffect": 1, "schoolType": ["po", "vo"]},
    {"recognition": "goed-onderbouwd"},
]


def matrix(client, **asked):
    response = client.get("/v1/coverage", params=asked)
    assert response.status_code == 200, response.text
    return response.json()


def found_by(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.text
    return response.json()["page"]["totalItems"]


def cell_address(answer, row, column):
    return answer["_links"]["cell"]["href"].replace("{row}", row["value"]).replace("{column}", column["value"])


def counts_of(answer):
    return [cells["counts"] for cells in answer["cells"]]


def some_cells(answer, chance, number):
    """Cells picked at random, every other one with items if there are any."""
    cells = [(row, column) for row in range(len(answer["rows"])) for column in range(len(answer["columns"]))]
    filled = [(row, column) for row, column in cells if answer["cells"][row]["counts"][column]]
    for turn in range(number):
        yield chance.choice(filled if filled and turn % 2 else cells)


@pytest.mark.parametrize("seed", range(24))
def test_a_cell_has_as_many_items_as_the_search_that_it_leads_to(client, seed):
    chance = random.Random(seed)
    axes = ("problemArea", "partner") if seed % 3 == 0 else chance.sample(NAMES, 2)
    answer = matrix(client, rows=axes[0], columns=axes[1], **FILTERS[seed % len(FILTERS)])
    for row, column in some_cells(answer, chance, 5):
        one, other = answer["rows"][row], answer["columns"][column]
        assert found_by(client, cell_address(answer, one, other)) == answer["cells"][row]["counts"][column]
        assert found_by(client, one["_links"]["items"]["href"]) == one["count"]
        assert found_by(client, other["_links"]["items"]["href"]) == other["count"]
    assert found_by(client, answer["_links"]["items"]["href"]) == answer["total"]


def test_by_default_problem_areas_are_set_against_partners(client):
    answer = matrix(client)
    CoverageAnswer.model_validate(answer)
    assert answer["rowFacet"] == {"name": "problemArea", "label": "Waar gaat het om?"}
    assert answer["columnFacet"] == {"name": "partner", "label": "Partner"}
    assert [row["row"] for row in answer["cells"]] == [row["value"] for row in answer["rows"]]
    assert {len(row["counts"]) for row in answer["cells"]} == {len(answer["columns"])}
    assert answer["total"] == client.get("/v1/items").json()["page"]["totalItems"]
    assert client.get(answer["_links"]["self"]["href"]).json() == answer
    assert matrix(client, rows="", partner="") == answer


def test_terms_stand_below_their_broader_one(client):
    rows = {row["value"]: row for row in matrix(client)["rows"]}
    assert list(rows)[:2] == ["leerontwikkeling", "technisch-lezen"]
    for row in rows.values():
        assert row["level"] == (rows[row["broader"]]["level"] + 1 if row["broader"] else 0)


def test_gaps_are_empty_cells_of_the_narrowest_terms(client):
    answer = matrix(client)
    places = {end: {line["value"]: place for place, line in enumerate(answer[end])} for end in ("rows", "columns")}
    broad = {line["broader"] for end in ("rows", "columns") for line in answer[end]}
    assert len(answer["gaps"]) == 50 < answer["gapsTotal"]
    for gap in answer["gaps"]:
        row, column = gap["row"]["value"], gap["column"]["value"]
        assert answer["cells"][places["rows"][row]]["counts"][places["columns"][column]] == 0
        assert broad.isdisjoint({row, column})
        assert gap["row"]["label"]
        assert gap["column"]["label"]
    assert [gap["row"]["count"] for gap in answer["gaps"]] == sorted(gap["row"]["count"] for gap in answer["gaps"])


def test_filters_are_echoed_and_kept_in_the_links(client):
    answer = matrix(client, kind=["measure", "guide"], partner="jeugdzorg", minEvidence="")
    assert answer["filters"] == {"kind": ["measure", "guide"], "partner": ["jeugdzorg"]}
    assert answer["_links"]["self"]["href"] == "/v1/coverage?rows=problemArea&columns=partner&kind=measure&kind=guide&partner=jeugdzorg"
    assert answer["_links"]["cell"] == {
        "href": "/v1/search?kind=measure&kind=guide&problemArea={row}&partner={column}",
        "templated": True,
    }
    assert [column["value"] for column in answer["columns"]] == ["jeugdzorg", "jeugdgezondheidszorg", "jeugdhulp"]


def test_as_csv(client):
    response = client.get("/v1/coverage?rows=schoolType&columns=kind", headers=CSV)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    header, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    answer = matrix(client, rows="schoolType", columns="kind")
    assert header == ["Schooltype", "Niveau", "Aantal", *(column["label"] for column in answer["columns"])]
    for row, line, cells in zip(rows, answer["rows"], answer["cells"], strict=True):
        assert row == [line["label"], str(line["level"]), str(line["count"]), *map(str, cells["counts"])]


def test_no_cell_is_a_formula():
    rows = [['=HYPERLINK("x")', "+1", "-1", "@a", "\tx", "\r=1", "gewoon - zo", -1, None]]
    (cells,) = csv.reader(io.StringIO(table(rows).decode("utf-8-sig"), newline=""))
    assert cells == ['\'=HYPERLINK("x")', "'+1", "'-1", "'@a", "'\tx", "'\r'=1", "gewoon - zo", "-1", ""]


@pytest.mark.parametrize(("rows", "columns"), list(itertools.permutations(NAMES, 2)))
def test_every_two_facets_make_a_matrix(client, rows, columns):
    answer = matrix(client, rows=rows, columns=columns)
    CoverageAnswer.model_validate(answer)
    other = matrix(client, rows=columns, columns=rows)
    assert counts_of(other) == [list(column) for column in zip(*counts_of(answer), strict=True)]


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        ("rows=partners&columns=kinds&kind=gids&minEvidence=9&q=x", {"rows", "columns", "kind", "minEvidence", "q"}),
        ("rows=partner", {"columns"}),
        ("columns=problemArea", {"columns"}),
        ("rows=kind&rows=goal", {"rows"}),
        ("page=1&sort=title", {"page", "sort"}),
        ("problemarea=pesten", {"problemarea"}),
    ],
)
def test_all_faults_are_told_at_once(client, asked, faults):
    response = client.get(f"/v1/coverage?{asked}")
    assert response.status_code == 400
    assert {fault["name"] for fault in response.json()["invalidParams"]} == faults


def test_a_mistyped_name_gets_a_hint(client):
    reasons = {
        fault["name"]: fault["reason"] for fault in client.get("/v1/coverage?rows=partners&problemAreas=pesten").json()["invalidParams"]
    }
    assert reasons["rows"] == "must be a facet from /v1/facets, not 'partners'; did you mean \"partner\"?"
    assert reasons["problemAreas"] == 'is not a known field; did you mean "problemArea"?'
    same = client.get("/v1/coverage?rows=kind&columns=kind").json()["invalidParams"]
    assert same == [{"name": "columns", "reason": "must be another facet than rows, and both are 'kind'"}]


def test_the_database_is_not_asked(client, monkeypatch):
    monkeypatch.setattr("app.web.http.dependencies.service", lambda request: replace(service(request), sessions=AWAY, meaning=None))
    assert matrix(client)["total"]


def test_an_unchanged_catalogue_costs_a_304_for_each_representation(client):
    as_json, as_csv = client.get("/v1/coverage"), client.get("/v1/coverage", headers=CSV)
    assert as_json.headers["cache-control"].startswith("public, max-age=")
    assert as_json.headers["vary"] == as_csv.headers["vary"] == "Accept"
    assert as_json.headers["etag"] != as_csv.headers["etag"]
    assert client.get("/v1/coverage", headers={"If-None-Match": as_json.headers["etag"]}).status_code == 304
    assert client.get("/v1/coverage", headers={**CSV, "If-None-Match": as_csv.headers["etag"]}).status_code == 304
    assert client.get("/v1/coverage", headers={**CSV, "If-None-Match": as_json.headers["etag"]}).status_code == 200
    assert client.head("/v1/coverage", headers=CSV).headers["content-length"] == as_csv.headers["content-length"]


def test_the_example_is_of_this_shape_and_the_document_lists_the_facets(client):
    CoverageAnswer.model_validate(EXAMPLE)
    answer = client.get(EXAMPLE["_links"]["self"]["href"]).json()
    assert (answer.keys(), answer["_links"], answer["filters"]) == (EXAMPLE.keys(), EXAMPLE["_links"], EXAMPLE["filters"])
    assert [line["label"] for line in answer["rows"]] == [line["label"] for line in EXAMPLE["rows"]]
    document = client.get("/v1/openapi.json").json()
    operation, schemas = document["paths"]["/coverage"]["get"], document["components"]["schemas"]
    parameters = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert {parameters[name]["schema"]["$ref"] for name in ("rows", "columns")} == {"#/components/schemas/FacetName"}
    assert schemas["FacetName"]["enum"] == NAMES
    assert set(operation["responses"]["200"]["content"]) == {"application/json", "text/csv"}
    assert "pesten" in schemas[parameters["problemArea"]["schema"]["items"]["$ref"].rpartition("/")[2]]["enum"]
