"""Every kind of question, as it is sent: the service and the engine take it, and no search is asked of the service twice."""

import time

import httpx2
import pytest

from app.db import items
from app.db.engine import connect, reading, sessions
from app.measure.bench import kinds
from app.measure.bench.drawn import NONE, SOME, DrawnSearch
from app.measure.bench.engine import DirectEngine
from app.measure.bench.kinds import BenchSides, Material
from app.measure.bench.plain import plain_index
from app.measure.bench.published import DIMENSIONS, plain_documents, some_items

FEW = 4
KINDS = {
    "by words": lambda sides: kinds.by_words("by words", sides, NONE),
    "by words, facets": lambda sides: kinds.by_words("by words, facets", sides, SOME),
    "by meaning": lambda sides: kinds.by_meaning("by meaning", sides, NONE),
    "by meaning, facets": lambda sides: kinds.by_meaning("by meaning, facets", sides, SOME),
    "all new": lambda sides: kinds.all_new("all new", sides),
    "page": lambda sides: kinds.page("page", sides),
    "suggestions": kinds.suggestions,
    "similar": kinds.similar,
    "coverage": kinds.coverage,
    "advice": kinds.advice,
}


@pytest.fixture(scope="module")
def sides(published, bundled):
    database = connect(published.database)
    engine = DirectEngine(published.meili_url, published.meili_api_key.get_secret_value())
    with reading(sessions(database)) as session:
        material = Material.of(some_items(session, 300), items.all_vocabularies(session), bundled)
        documents = plain_documents(session, published.content_dir, bundled.model)
        with plain_index(engine, documents, DIMENSIONS, time.monotonic() + 120) as plain:
            assert engine.ask("GET", f"/indexes/{plain.name}/stats")["numberOfDocuments"] == len(material.slugs)
            yield BenchSides(material, "http://testserver", plain)
    assert engine.names(plain.name) == []
    database.dispose()


@pytest.fixture(scope="module")
def asked(sides):
    """Few questions to the engine, so that few vectors are made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "OF_ENGINE", FEW)
        return {name: kind(sides) for name, kind in KINDS.items()}


@pytest.mark.parametrize("name", KINDS)
def test_both_sides_take_it(asked, client, name):
    kind = asked[name]
    for request in kind.service.prepared[:: len(kind.service.prepared) // FEW]:
        assert client.get(request.target).status_code == 200, request.target
    assert (kind.engine is None) is (name == "advice")
    for request in kind.engine.prepared if kind.engine else ():
        answer = httpx2.request(
            request.method, f"{kind.engine.url}{request.target}", headers=request.headers, content=request.body, trust_env=False
        )
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("name", KINDS)
def test_there_are_many_and_no_two_are_the_same(asked, name):
    targets = [request.target for request in asked[name].service.prepared]
    assert len(targets) > 900
    assert len(targets) == len(set(targets))


def test_what_is_new_was_not_made_known_and_a_page_was_not_asked_as_an_answer(asked, sides):
    known = {f"q={query.replace(' ', '+')}" for query in sides.material.known_queries}
    assert not any(request.target.partition("?")[2].partition("&")[0] in known for request in asked["all new"].service.prepared)
    pages = {request.target.partition("?")[2] for request in asked["page"].service.prepared}
    assert not pages & {request.target.partition("?")[2] for request in asked["by meaning, facets"].service.prepared}


def test_hybrid_searches_find_what_is_near(sides):
    drawn = DrawnSearch("kinderen die vaak spijbelen")
    request = sides.plain.search(drawn, sides.material.vector(drawn.q))
    found = httpx2.post(f"{sides.plain.engine.url}{request.target}", headers=request.headers, content=request.body, trust_env=False).json()
    assert found["results"][0]["semanticHitCount"] > 0
