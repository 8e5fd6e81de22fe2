"""The life of indexes on the real engine."""

import http.server
import re
import threading

import pytest
from conftest import index_names, quiet

from app.domain.errors import SearchUnavailable
from app.search.index import build
from app.search.index.build import IndexPlan, IndexServer
from app.search.index.settings import index_settings


def documents(count):
    return [{"id": f"item-{number}", "title": f"Titel {number}"} for number in range(count)]


def test_a_built_index_holds_every_document_and_the_settings(index_server):
    built = build.build(index_server, IndexPlan(documents(3), index_settings()), quiet)
    assert built.documents == build.documents_in(index_server, built.index) == 3
    assert sorted(build.stored(index_server, built.index)) == ["item-0", "item-1", "item-2"]
    held = index_server.client().index(built.index).get_settings()
    wanted = index_settings()
    assert held["rankingRules"] == wanted["rankingRules"]
    assert held["searchableAttributes"] == wanted["searchableAttributes"]
    assert sorted(held["filterableAttributes"]) == sorted(wanted["filterableAttributes"])
    assert held["pagination"] == wanted["pagination"]


def test_an_index_may_be_empty_and_may_be_large(index_server):
    assert build.build(index_server, IndexPlan([], {}), quiet).documents == 0
    large = build.build(index_server, IndexPlan(documents(build.BATCH + 1), {}), quiet)
    assert large.documents == build.BATCH + 1
    assert len(set(build.stored(index_server, large.index))) == build.BATCH + 1


def test_what_is_built_is_searched_in_the_settings_that_it_got_before_its_documents(index_server):
    told = []
    name = build.build(index_server, IndexPlan(documents(1), index_settings()), told.append).index
    tasks = index_server.client().get_tasks({"indexUids": [name]}).results
    assert [task.type for task in sorted(tasks, key=lambda task: task.uid)] == [
        "indexCreation",
        "settingsUpdate",
        "documentAdditionOrUpdate",
    ]
    assert told == [f"building index {name} with 1 documents"]


def test_a_document_that_the_engine_refuses_is_an_error_with_its_reason(index_server):
    with pytest.raises(SearchUnavailable, match=r"could not finish documentAdditionOrUpdate \(failed\).*invalid"):
        build.build(index_server, IndexPlan([{"id": "no slug!"}], {}), quiet)


def test_documents_that_fall_together_are_noticed(index_server):
    with pytest.raises(SearchUnavailable, match="holds 1 of 2 documents"):
        build.build(index_server, IndexPlan([{"id": "twice"}, {"id": "twice"}], {}), quiet)


def test_an_index_that_is_not_there_holds_nothing(index_server):
    assert build.documents_in(index_server, f"{index_server.prefix}-{'0' * 16}") is None


def test_what_is_the_same_has_the_same_fingerprint_and_anything_else_another(index_server):
    beside = {"terms": {"partners": ["gemeente"], "goals": ["kansen"]}, "model": None}
    known = IndexPlan(documents(2), index_settings(), beside).fingerprint
    assert re.fullmatch("[0-9a-f]{64}", known)
    assert known == IndexPlan(documents(2), dict(reversed(index_settings().items())), dict(reversed(beside.items()))).fingerprint
    others = [
        IndexPlan(documents(3), index_settings(), beside),
        IndexPlan(documents(2), index_settings() | {"rankingRules": ["words"]}, beside),
        IndexPlan(documents(2), index_settings(), beside | {"terms": {"partners": ["gemeente"]}}),
        IndexPlan(documents(2), index_settings(), beside | {"model": "a-model"}),
        IndexPlan(documents(2), index_settings()),
    ]
    assert len({known, *(other.fingerprint for other in others)}) == len(others) + 1
    assert build.build(index_server, IndexPlan(documents(2), index_settings(), beside), quiet).fingerprint == known


def test_pruning_drops_our_other_indexes_and_nobody_elses(index_server):
    neighbours = [
        IndexServer(index_server.url, index_server.key, prefix)
        for prefix in (f"{index_server.prefix}-test", f"{index_server.prefix}-{'0' * 16}", index_server.prefix[:-1])
    ]
    theirs = [build.build(neighbour, IndexPlan([], {}), quiet).index for neighbour in neighbours]
    client = index_server.client()
    by_hand = f"{index_server.prefix}-notes"
    client.wait_for_task(client.create_index(by_hand).task_uid)
    kept, dropped = (build.build(index_server, IndexPlan([], {}), quiet).index for _ in range(2))
    build.prune(index_server, keep={kept})
    left = {known.uid for known in client.get_indexes({"limit": 1000})["results"]}
    assert {kept, by_hand, *theirs} <= left
    assert dropped not in left
    assert index_names(index_server) == [kept]


def test_pruning_clears_the_record_of_our_tasks_only(index_server):
    neighbour = IndexServer(index_server.url, index_server.key, f"{index_server.prefix}-x")
    theirs = build.build(neighbour, IndexPlan([], {}), quiet).index
    ours = build.build(index_server, IndexPlan([], {}), quiet).index
    build.prune(index_server, keep={ours})
    client = index_server.client()
    assert client.get_tasks({"indexUids": [ours]}).results == []
    assert len(client.get_tasks({"indexUids": [theirs]}).results) == 2


def test_an_engine_that_is_not_there_is_said_with_its_address():
    with pytest.raises(SearchUnavailable, match=r"at http://127\.0\.0\.1:9 cannot be reached; see that it runs and that MEILI_URL"):
        build.documents_in(IndexServer("http://127.0.0.1:9", "", "x"), "x")


@pytest.mark.parametrize("key", ["", "wrong"])
def test_a_wrong_key_is_said(index_server, key):
    with pytest.raises(SearchUnavailable, match=r"answered 40[13] \(\w+\); see that MEILI_API_KEY is right"):
        build.build(IndexServer(index_server.url, key, "x"), IndexPlan([], {}), quiet)


@pytest.fixture(params=[b"<html>welcome</html>", b"{}", b"[]", b'{"results": 1}', b"null"])
def another_server(request):
    """A web server that is no search engine."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(request.param)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_server_that_is_no_search_engine_is_said(another_server):
    server = IndexServer(another_server, "", "x")
    with pytest.raises(SearchUnavailable, match=r"no Meilisearch server .*MEILI_URL"):
        build.build(server, IndexPlan([], {}), quiet)
    with pytest.raises(SearchUnavailable, match=r"no Meilisearch server .*MEILI_URL"):
        build.documents_in(server, "x")
