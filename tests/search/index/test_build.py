"""The life of indexes on the real engine."""

import http.server
import threading
from dataclasses import dataclass, replace

import pytest
from conftest import index_names, quiet
from search.small import documents, draft, towards

from app.domain.errors import SearchUnavailable
from app.domain.language import NO_LANGUAGE
from app.search.embeddings.meaning_space import engine_vector
from app.search.index import build
from app.search.index.build import BATCH, IndexRevision
from app.search.index.documents import LAGGING, finished, texts
from app.search.index.server import IndexServer, wait
from app.search.index.settings import outline_settings, text_settings
from app.search.index.versions import NEVER, IndexVersion, outlines_of
from app.search.understanding.lexicon import Lexicon

DIMENSIONS = len(engine_vector(towards(0)))
OUTLINES_NOT_BUILT = "0" * 16


def drafts(count):
    return [draft(f"item-{number}", title=f"Titel {number}", body="samen lezen") for number in range(count)]


def built(server, given, *, vectors=None):
    """A new index of these items, as its first version."""
    ready = documents(given, vectors)
    return IndexVersion(build.build(server, ready, len(ready), DIMENSIONS if vectors else None, quiet), 1)


def held(server, version, index=None):
    """What a reader at a version sees in an index, by slug: every field, vectors too."""
    found = server.client().index(index or version.index).get_documents({"filter": version.visible, "limit": 1000, "retrieveVectors": True})
    return {document.slug: dict(document) for document in found.results}


def checksums(server, version):
    """The checksum of each item in a version, which both indexes have the same."""
    by_index = dict(build.stored(server, version))
    assert by_index.keys() == {version.index, version.outlines}
    assert by_index[version.index] == by_index[version.outlines]
    return by_index[version.index]


def test_a_built_index_holds_every_document_and_the_settings(index_server):
    version = built(index_server, drafts(3))
    assert build.count(index_server, version) == 3
    assert checksums(index_server, version) == {known["slug"]: known["checksum"] for known in drafts(3)}
    for name, wanted in ((version.index, text_settings()), (version.outlines, outline_settings())):
        settings = index_server.client().index(name).get_settings()
        assert settings["rankingRules"] == wanted["rankingRules"]
        assert settings["searchableAttributes"] == wanted["searchableAttributes"]
        assert sorted(settings["filterableAttributes"]) == sorted(wanted["filterableAttributes"])
        assert settings["pagination"] == wanted["pagination"]


def test_texts_and_vectors_are_in_an_index_each_with_the_same_ids(index_server):
    given = drafts(4)
    version = built(index_server, given, vectors={known["slug"]: towards(place) for place, known in enumerate(given)})
    texts, outlines = held(index_server, version), held(index_server, version, version.outlines)
    assert {slug: known["id"] for slug, known in texts.items()} == {slug: known["id"] for slug, known in outlines.items()}
    for slug, outline in outlines.items():
        (vector,) = outline["_vectors"]["meaning"]["embeddings"]
        assert vector == pytest.approx(engine_vector(towards(int(slug[-1]))).tolist())
        assert "body" not in outline
        assert texts[slug]["body"] == "samen lezen"
        assert not texts[slug].get("_vectors")


def test_an_index_may_be_empty_and_may_be_large(index_server):
    assert build.count(index_server, built(index_server, [])) == 0
    large = built(index_server, drafts(BATCH + 1))
    assert build.count(index_server, large) == BATCH + 1
    assert len(checksums(index_server, large)) == BATCH + 1
    wanted = [f"item-{number}" for number in range(BATCH + 1)]
    assert sorted(known["slug"] for known in build.documents_of(index_server, large, wanted)) == sorted(wanted)


def test_what_is_built_is_searched_in_the_settings_that_it_got_before_its_documents(index_server):
    told = []
    ready = documents(drafts(1))
    name = build.build(index_server, ready, 1, None, told.append)
    for index in (name, outlines_of(name)):
        tasks = index_server.client().get_tasks({"indexUids": [index]}).results
        assert [task.type for task in sorted(tasks, key=lambda task: task.uid)] == [
            "indexCreation",
            "settingsUpdate",
            "documentAdditionOrUpdate",
        ]
    assert told == [f"building index {name} with 1 documents"]


def test_a_document_that_the_engine_refuses_is_an_error_with_its_reason(index_server):
    (ready,) = documents(drafts(1))
    with pytest.raises(SearchUnavailable, match=r"could not finish documentAdditionOrUpdate \(failed\).*invalid"):
        build.build(index_server, [ready | {"id": "no id!"}], 1, None, quiet)


def test_documents_that_fall_together_are_noticed(index_server):
    with pytest.raises(SearchUnavailable, match="holds 1 of 2 documents"):
        build.build(index_server, documents(drafts(1)) * 2, 2, None, quiet)


def test_an_index_that_is_not_there_or_only_by_half_holds_nothing(index_server):
    assert build.count(index_server, IndexVersion(f"{index_server.prefix}-{OUTLINES_NOT_BUILT}", 1)) is None
    version = built(index_server, drafts(1))
    client = index_server.client()
    client.wait_for_task(client.delete_index(version.outlines).task_uid)
    assert build.count(index_server, version) is None


@dataclass
class Revised:
    """A catalogue that is brought from one version to the next in the same index, and the items that it then has."""

    server: IndexServer
    before: IndexVersion
    items: dict

    def documents(self, generation, given):
        """The finished documents of some items, by the words of all."""
        lexicon = Lexicon.of((text for known in self.items.values() for text in texts(known)), NO_LANGUAGE)
        return [finished(known, lexicon, None, generation) for known in given]

    def revision(self, generation, changed=(), removed=(), needed_since=0):
        """The revision, with the items as they are after it."""
        gone = [known["slug"] for known in changed] + list(removed)
        going = [known["id"] for known in build.documents_of(self.server, self.before, gone)]
        left = {slug: known for slug, known in self.items.items() if slug not in removed}
        self.items = left | {known["slug"]: known for known in changed}
        return IndexRevision(self.before, generation, self.documents(generation, changed), going, needed_since)

    def revise(self, revision):
        """Bring it, and go on from there."""
        build.revise(self.server, revision)
        self.before = IndexVersion(self.before.index, revision.generation)

    def check(self):
        """Hold it to be what a full build of the same items gives."""
        own = {"id", "since", "until", *LAGGING}
        whole = self.documents(self.before.generation, self.items.values())
        name = build.build(self.server, whole, len(whole), None, quiet)
        full = IndexVersion(name, self.before.generation)
        for mine, fresh in ((self.before.index, name), (self.before.outlines, outlines_of(name))):
            here, there = (
                {slug: {key: value for key, value in known.items() if key not in own} for slug, known in found.items()}
                for found in (held(self.server, self.before, mine), held(self.server, full, fresh))
            )
            assert here == there
            assert here.keys() == self.items.keys()
        assert build.count(self.server, self.before) == len(self.items)
        assert checksums(self.server, self.before) == {slug: known["checksum"] for slug, known in self.items.items()}


@pytest.fixture
def revised(index_server):
    given = drafts(6)
    return Revised(index_server, built(index_server, given), {known["slug"]: known for known in given})


def changed(*numbers, word="rekenen"):
    return [draft(f"item-{number}", title=f"Titel {number}", body=f"samen {word}", partner=["ouders"]) for number in numbers]


def everything(server, version):
    """What a reader at a version sees, in both indexes."""
    return held(server, version), held(server, version, version.outlines)


def test_a_revised_index_has_the_same_documents_as_one_that_is_built_of_the_same_items(revised):
    revised.revise(revised.revision(2, changed(1, 4), ["item-2"]))
    revised.check()
    revised.revise(revised.revision(5, [*changed(1, word="schrijven"), *changed(7), *changed(2)], ["item-0", "item-3"]))
    revised.check()
    revised.revise(revised.revision(6, (), ["item-7"]))
    revised.check()


def test_readers_of_the_old_version_see_what_they_saw_all_the_while(revised, index_server, monkeypatch):
    before, seen = revised.before, everything(index_server, revised.before)
    revision, steps = revised.revision(2, changed(1, 4, 9), ["item-2"]), []

    def looking(client, task):
        wait(client, task)
        now = everything(index_server, before)
        without_end = [{slug: known | {"until": NEVER} for slug, known in index.items()} for index in now]
        assert without_end == list(seen)
        steps.append(task)

    monkeypatch.setattr(build, "wait", looking)
    revised.revise(revision)
    assert len(steps) >= 6
    assert build.count(index_server, before) == 6
    assert build.count(index_server, revised.before) == 6
    assert {known["id"] for known in held(index_server, before).values()} != {
        known["id"] for known in held(index_server, revised.before).values()
    }


class Killed(Exception):
    """The publisher dies."""


@pytest.fixture
def kill(index_server, monkeypatch):
    """Kill a revision after so many of its steps; what the engine has been given it does all the same."""

    def killing(revision, steps):
        waited = []

        def dying(client, task):
            if len(waited) == steps:
                raise Killed
            waited.append(task)
            wait(client, task)

        monkeypatch.setattr(build, "wait", dying)
        with pytest.raises(Killed):
            build.revise(index_server, revision)
        monkeypatch.setattr(build, "wait", wait)
        client, name = index_server.client(), revision.before.index
        for task in client.get_tasks({"indexUids": [name, outlines_of(name)], "statuses": ["enqueued", "processing"]}).results:
            client.wait_for_task(task.uid)

    return killing


@pytest.mark.parametrize("interrupted", [[0], [1], [2], [3], [4], [5], [5, 2], [5, 3], [4, 1, 4]])
def test_interrupted_revisions_are_put_right_by_the_next_whatever_that_brings(revised, index_server, kill, interrupted):
    before, seen, items = revised.before, checksums(index_server, revised.before), revised.items
    for generation, steps in enumerate(interrupted, start=2):
        kill(revised.revision(generation, changed(1, 4, 9), ["item-2"]), steps)
        revised.items = items
        assert checksums(index_server, before) == seen
        assert build.count(index_server, before) == len(seen)
    revised.revise(revised.revision(9, changed(4, word="schrijven"), ["item-5"]))
    revised.check()
    assert checksums(index_server, before) == seen


def test_documents_that_no_reader_needs_are_dropped_and_those_that_one_may_need_stay(revised, index_server):
    first = revised.before
    seen = everything(index_server, first)[0].keys()
    revised.revise(revised.revision(2, changed(1), ["item-2"]))
    revised.revise(revised.revision(3, changed(4), needed_since=1))
    assert everything(index_server, first)[0].keys() == seen
    revised.revise(revised.revision(4, changed(5), needed_since=3))
    for index in (first.index, first.outlines):
        stats = index_server.client().index(index).get_stats()
        assert stats.number_of_documents == len(revised.items) + 1
    assert everything(index_server, IndexVersion(first.index, 3))[0].keys() == revised.items.keys()
    revised.check()


def test_an_item_that_goes_and_comes_back_is_there_once(revised, index_server):
    same = revised.items["item-2"]
    revised.revise(revised.revision(2, (), ["item-2"]))
    assert "item-2" not in checksums(index_server, revised.before)
    revised.revise(revised.revision(3, [same]))
    revised.check()
    revised.revise(revised.revision(4, [same]))
    revised.check()


def test_a_version_is_what_its_generation_says(revised, index_server):
    revised.revise(revised.revision(4, changed(1)))
    index = revised.before.index
    assert build.count(index_server, IndexVersion(index, 0)) == 0
    bodies = {
        generation: next(build.documents_of(index_server, IndexVersion(index, generation), ["item-1"]))["body"]
        for generation in (1, 2, 3, 4, 5)
    }
    assert bodies == dict.fromkeys((1, 2, 3), "samen lezen") | dict.fromkeys((4, 5), "samen rekenen")


def test_pruning_drops_our_other_indexes_and_nobody_elses(index_server):
    neighbours = [
        IndexServer(index_server.url, index_server.key, prefix)
        for prefix in (f"{index_server.prefix}-test", f"{index_server.prefix}-{'0' * 16}", index_server.prefix[:-1])
    ]
    theirs = [built(neighbour, []) for neighbour in neighbours]
    client = index_server.client()
    by_hand = f"{index_server.prefix}-notes"
    client.wait_for_task(client.create_index(by_hand).task_uid)
    kept, dropped = (built(index_server, []) for _ in range(2))
    build.prune(index_server, keep={kept.index})
    left = {known.uid for known in client.get_indexes({"limit": 1000})["results"]}
    assert {kept.index, kept.outlines, by_hand, *(name for their in theirs for name in (their.index, their.outlines))} <= left
    assert left.isdisjoint({dropped.index, dropped.outlines})
    assert index_names(index_server) == [kept.index]


def test_pruning_clears_the_record_of_our_tasks_only(index_server):
    neighbour = replace(index_server, prefix=f"{index_server.prefix}-x")
    theirs, ours = built(neighbour, []), built(index_server, [])
    build.prune(index_server, keep={ours.index})
    client = index_server.client()
    assert client.get_tasks({"indexUids": [ours.index, ours.outlines]}).results == []
    assert len(client.get_tasks({"indexUids": [theirs.index]}).results) == 2


def test_an_index_to_compare_with_is_built_of_just_these_documents_and_dropped(index_server):
    plain = [{"id": "a", "title": "lezen"}, {"id": "b", "title": "rekenen"}]
    name = build.build_plain(index_server, plain, {"searchableAttributes": ["title"]})
    client = index_server.client()
    assert [hit["id"] for hit in client.index(name).search("lezen")["hits"]] == ["a"]
    version = built(index_server, drafts(1))
    build.drop(index_server, [name, version.index, f"{index_server.prefix}-gone"])
    assert {known.uid for known in client.get_indexes({"limit": 1000})["results"]}.isdisjoint({name, version.index, version.outlines})


def test_an_engine_that_is_not_there_is_said_with_its_address():
    with pytest.raises(SearchUnavailable, match=r"at http://127\.0\.0\.1:9 cannot be reached; see that it runs and that MEILI_URL"):
        build.count(IndexServer("http://127.0.0.1:9", "", "x"), IndexVersion("x", 1))


@pytest.mark.parametrize("key", ["", "wrong"])
def test_a_wrong_key_is_said(index_server, key):
    with pytest.raises(SearchUnavailable, match=r"answered 40[13] \(\w+\); see that MEILI_API_KEY is right"):
        built(IndexServer(index_server.url, key, "x"), [])


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
        built(server, [])
    with pytest.raises(SearchUnavailable, match=r"no Meilisearch server .*MEILI_URL"):
        build.count(server, IndexVersion("x", 1))
    with pytest.raises(SearchUnavailable, match=r"no Meilisearch server .*MEILI_URL"):
        build.revise(server, IndexRevision(IndexVersion("x", 1), 2, [], [], 0))
