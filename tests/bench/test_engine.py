"""The engine asked directly: what it holds is indexed again whole, and what it refuses is told."""

import time

import pytest

from app.domain.errors import SearchUnavailable
from app.measure.bench.engine import DirectEngine

SETTINGS = {"displayedAttributes": ["id"], "embedders": {"plain": {"source": "userProvided", "dimensions": 2}}}
DOCUMENTS = [{"id": str(number), "title": f"item {number}", "_vectors": {"plain": [1.0, float(number)]}} for number in range(30)]


@pytest.fixture
def engine(engine_server):
    return DirectEngine(engine_server.url, engine_server.key)


def soon():
    return time.monotonic() + 60


def test_documents_come_back_whole_with_vectors_and_can_be_indexed_again(engine, index_server):
    name = index_server.prefix
    assert engine.index(f"{name}-a", SETTINGS, [DOCUMENTS[:20], DOCUMENTS[20:]], soon()) > 0
    [found] = engine.documents(f"{name}-a")
    assert {document["title"] for document in found} == {document["title"] for document in DOCUMENTS}
    engine.index(f"{name}-b", engine.settings(f"{name}-a"), [found], soon())
    [again] = engine.documents(f"{name}-b")
    assert sorted(again, key=str) == sorted(found, key=str)
    assert sorted(engine.names(name)) == [f"{name}-a", f"{name}-b"]
    for each in engine.names(name):
        engine.drop(each, soon())
    assert engine.names(name) == []


def test_what_the_engine_refuses_is_told(engine, index_server):
    name = f"{index_server.prefix}-c"
    with pytest.raises(SearchUnavailable, match="The engine could not finish documentAdditionOrUpdate"):
        engine.index(name, SETTINGS, [[{"title": "without an id"}]], soon())
    with pytest.raises(SearchUnavailable, match="The engine did not finish its work in time"):
        engine.drop(name, time.monotonic())
    with pytest.raises(SearchUnavailable, match="answered 404 to GET /indexes/nowhere/settings"):
        engine.settings("nowhere")
    with pytest.raises(SearchUnavailable, match=r"at http://127\.0\.0\.1:9 gave no answer"):
        DirectEngine("http://127.0.0.1:9", "").settings("nowhere")
