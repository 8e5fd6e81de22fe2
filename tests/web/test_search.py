"""`GET /v1/search` on the real engine."""


def test_answers_with_items_and_facets(client):
    answer = client.get("/v1/search?q=lezen&schoolType=po").json()
    assert answer["items"]
    assert {"po"} <= {value["value"] for facet in answer["facets"] if facet["name"] == "schoolType" for value in facet["values"]}
