"""Publishing, on the real engine and both databases: incremental, idempotent, all or nothing."""

import os
import signal
from datetime import timedelta

import pytest
from conftest import engine_pids, index_names, quiet
from factories import edit_item, edit_vocabulary, make_content, rating, remove_item, slug, write_item
from sqlalchemy import select

from app.content import load
from app.db import items, runs
from app.db.engine import reading, sessions, writing
from app.db.lock import exclusive
from app.db.models import ItemRow, PublishRun, RevisionRow
from app.db.runs import PublishedIndex
from app.domain.errors import ContentInvalid, Moved, NotFound, NothingPublished, PublishBusy, Removed, SearchUnavailable
from app.publishing.doctor import differences
from app.publishing.publish import publish, reindex
from app.search.index import build
from app.search.index.documents import LAGGING
from app.search.index.local_server import EmbeddedServer, running
from app.search.index.server import IndexServer
from app.search.index.statistics import CatalogueStatistics
from app.search.index.versions import IndexVersion

pytestmark = pytest.mark.both_databases


@pytest.fixture
def root(tmp_path):
    return make_content(tmp_path / "content", 10)


@pytest.fixture
def go(root, database, index_server):
    """Publish what is in the files now."""
    return lambda: publish(load.load(root), database, index_server, "tests", quiet)


@pytest.fixture
def session(database):
    with reading(sessions(database)) as opened:
        yield opened


def state(database):
    with reading(sessions(database)) as session:
        return runs.state(session)


def test_the_second_publish_changes_nothing(go, database, index_server, root):
    first, second = go(), go()
    assert len(first.plan.added) == 10
    assert (second.plan.added, second.plan.changed, second.plan.removed) == ((), (), ())
    assert second.reused
    assert second.published == first.published
    assert list(differences(root, database, index_server)) == []


def test_only_what_changed_gets_a_revision(go, root, database):
    go()
    edit_item(root, slug(0), title="Anders", ratings=[rating("effect", 4, current=False), rating("effect", 6)])
    go()
    with reading(sessions(database)) as session:
        changed = session.scalars(select(RevisionRow).where(RevisionRow.action == "changed")).all()
        assert [revision.slug for revision in changed] == [slug(0)]
        assert changed[0].changes["title"] == {"from": "Aanpak 00", "to": "Anders"}
        assert [one["value"] for one in changed[0].changes["ratings"]["to"]] == [4, 6]
        assert changed[0].checksum_before != changed[0].checksum_after
        moments = {row.slug: row.modified_at for row in session.scalars(select(ItemRow))}
    assert all(moments[slug(0)] > moment for other, moment in moments.items() if other != slug(0))


def test_a_removed_item_leaves_a_tombstone_and_can_come_back(go, root, database):
    write_item(root, "guide", "los")
    go()
    remove_item(root, "los")
    go()
    with reading(sessions(database)) as session, pytest.raises(Removed):
        items.get(session, "los")
    write_item(root, "guide", "los")
    go()
    with reading(sessions(database)) as session:
        assert items.get(session, "los").slug == "los"
        assert [revision.action for revision in items.revisions(session, "los")] == ["added", "removed", "added"]


def test_old_slugs_lead_to_the_new_one_and_unknown_ones_get_a_hint(go, database):
    go()
    with reading(sessions(database)) as session:
        with pytest.raises(Moved) as moved:
            items.get(session, "oud-00")
        with pytest.raises(NotFound, match='did you mean "item-0'):
            items.get(session, "item-0")
    assert moved.value.slug == slug(0)


def test_relations_are_read_from_both_sides(go, database):
    go()
    with reading(sessions(database)) as session:
        whole = items.relations(session, slug(0))
        measure = items.relations(session, slug(3))
    assert [row.slug for row in whole["parts"]] == [slug(5)]
    assert [row.slug for row in whole["programmes"]] == [slug(1)]
    assert [row.slug for row in whole["supplemented_by"]] == [slug(3)]
    assert [row.slug for row in measure["examples"]] == [slug(2)]
    assert [row.slug for row in measure["related"]] == [slug(4)]


def test_a_change_of_the_vocabulary_alone_reaches_database_and_index(go, root, database, index_server):
    before = go()
    edit_vocabulary(root, "partners", 0, synonyms=["stadsbestuur"])
    after = go()
    assert after.plan.changed == ()
    assert after.published.index != before.published.index
    assert list(differences(root, database, index_server)) == []


def test_a_change_of_the_vocabulary_that_no_document_holds_still_gets_a_new_index(go, root, database, index_server):
    """Services keep the vocabularies, and the ETags of answers with them, until the index has another name."""
    before = go()
    edit_vocabulary(root, "partners", 0, definition="Het bestuur van de plaats.")
    after = go()
    assert after.published.index != before.published.index
    with reading(sessions(database)) as session:
        assert items.all_vocabularies(session)["partners"].terms[0].definition == "Het bestuur van de plaats."


def test_an_index_with_another_number_of_documents_is_built_again(go, index_server):
    first = go().published
    client = index_server.client()
    client.wait_for_task(client.index(first.index).delete_documents(filter=f"slug = {slug(3)}").task_uid)
    assert not go().reused


def test_an_index_that_is_gone_is_built_again(go, database, index_server, root):
    first = go()
    client = index_server.client()
    client.wait_for_task(client.delete_index(first.published.index).task_uid)
    assert [line for line in differences(root, database, index_server) if "menukaart reindex" in line]
    second = go()
    assert not second.reused
    assert list(differences(root, database, index_server)) == []


def test_the_index_in_use_stays_for_one_more_publish_and_strangers_stay_for_good(go, root, index_server):
    stranger = IndexServer(index_server.url, index_server.key, f"{index_server.prefix}-x")
    theirs = build.build(stranger, (), 0, None, quiet)
    first = go().published.index
    for synonym in ("stadsbestuur", "dorpsbestuur"):
        edit_vocabulary(root, "partners", 0, synonyms=[synonym])
        latest = go().published.index
    assert latest in index_names(index_server)
    assert first not in index_names(index_server)
    assert len(index_names(index_server)) == 2
    assert index_names(stranger) == [theirs]


def test_invalid_content_changes_nothing(go, root, database):
    go()
    before = state(database).index
    edit_item(root, slug(0), title="")
    with pytest.raises(ContentInvalid):
        go()
    assert state(database).index == before


def test_an_engine_that_is_away_fails_the_run_and_leaves_the_old_catalogue(go, root, database):
    go()
    before = state(database).index
    edit_item(root, slug(0), title="Anders")
    with pytest.raises(SearchUnavailable):
        publish(load.load(root), database, IndexServer("http://127.0.0.1:9", "", "x"), "tests", quiet)
    with reading(sessions(database)) as session:
        last = runs.last(session)
        assert (last.status, last.actor) == ("failed", "tests")
        assert items.get(session, slug(0)).title == "Aanpak 00"
    assert state(database).index == before
    go()
    with reading(sessions(database)) as session:
        assert [run.status for run in session.scalars(select(PublishRun).order_by(PublishRun.id))] == ["succeeded", "failed", "succeeded"]


def test_the_index_can_be_built_from_the_database_alone(go, root, database, index_server):
    first = go().published
    for path in root.rglob("*.md"):
        path.unlink()
    second = reindex(database, index_server, None, quiet)
    assert second.index != first.index
    assert second.fingerprint == first.fingerprint


def test_there_is_nothing_to_reindex_before_the_first_publish(database, index_server, root):
    with pytest.raises(NothingPublished):
        reindex(database, index_server, None, quiet)
    assert list(differences(root, database, index_server)) == ["database: nothing has been published; run `menukaart publish`"]


def test_a_second_publish_meanwhile_is_refused_and_leaves_no_trace(go, root, database, index_server):
    go()
    with exclusive(database), pytest.raises(PublishBusy):
        go()
    with reading(sessions(database)) as session:
        assert session.query(PublishRun).count() == 1


def test_a_publish_that_was_overtaken_changes_nothing(go, root, database, index_server):
    """The lock of PostgreSQL goes with its connection, so somebody else can be first."""
    go()
    edit_item(root, slug(0), title="Te laat")

    def overtake(told):
        if "bringing" in told:
            with writing(sessions(database)) as session:
                runs.point_to(session, PublishedIndex("another", 1, "", "", 10, None), b"")

    with pytest.raises(PublishBusy, match="came first"):
        publish(load.load(root), database, index_server, "tests", overtake)
    assert state(database).index == "another"
    with reading(sessions(database)) as session:
        assert items.get(session, slug(0)).title == "Aanpak 00"
        assert runs.last(session).status == "failed"


@pytest.fixture
def mortal_engine(tmp_path):
    """A search engine that a test may kill, and the killing of it as soon as a publish says a word."""
    with running(EmbeddedServer(tmp_path / "engine", None, quiet), watched=False) as server:
        (pid,) = engine_pids(tmp_path / "engine")

        def dies_at(word):
            return lambda told: os.kill(pid, signal.SIGKILL) if word in told else None

        yield IndexServer(server.url, server.key, "mortal"), dies_at


@pytest.mark.parametrize(("changed", "word"), [(1, "bringing"), (10, "building")])
def test_an_engine_that_dies_while_the_index_is_made_fails_the_run(root, database, mortal_engine, changed, word):
    server, dies_at = mortal_engine
    publish(load.load(root), database, server, "tests", quiet)
    before = state(database).index
    for number in range(changed):
        edit_item(root, slug(number), title="Anders")
    with pytest.raises(SearchUnavailable, match="cannot be reached"):
        publish(load.load(root), database, server, "tests", dies_at(word))
    assert state(database).index == before
    with reading(sessions(database)) as session:
        assert items.get(session, slug(0)).title == "Aanpak 00"
        assert (runs.last(session).status, runs.last(session).finished_at is None) == ("failed", False)


def test_an_engine_that_dies_after_the_commit_fails_nothing(root, database, mortal_engine):
    server, dies_at = mortal_engine
    built = publish(load.load(root), database, server, "tests", dies_at("serving")).published
    assert state(database).index == built.index
    with reading(sessions(database)) as session:
        assert runs.last(session).status == "succeeded"


def test_a_run_that_was_killed_is_called_interrupted_by_the_next(go, database):
    with writing(sessions(database)) as session:
        runs.start(session, "tests")
    go()
    with reading(sessions(database)) as session:
        assert [run.status for run in session.scalars(select(PublishRun).order_by(PublishRun.id))] == ["interrupted", "succeeded"]
        assert all(run.finished_at for run in session.scalars(select(PublishRun)))


def test_a_new_index_from_the_database_is_searched_and_the_old_one_stays_for_a_while(go, database, index_server):
    first = go().published.index
    second = reindex(database, index_server, None, quiet).index
    third = reindex(database, index_server, None, quiet).index
    assert state(database).index == third
    assert sorted(index_names(index_server)) == sorted([second, third])
    assert first not in (second, third)


def documents(server, published):
    """The documents of a version without what tells versions apart, by slug."""
    version = IndexVersion(published.index, published.generation)
    slugs = next(iter(build.stored(server, version)))[1]
    own = {"id", "since", "until", "updated", *LAGGING}
    found = build.documents_of(server, version, sorted(slugs))
    return {document["slug"]: {name: value for name, value in document.items() if name not in own} for document in found}


def test_a_changed_page_comes_to_the_same_index_and_gives_the_same_documents_as_a_new_one(go, root, database, index_server):
    first = go().published
    edit_item(root, slug(0), title="Anders")
    remove_item(root, slug(9))
    write_item(root, "guide", "nieuw")
    second = go()
    assert (second.published.index, second.published.documents, second.reused) == (first.index, 10, False)
    assert second.published.generation > first.generation
    assert list(differences(root, database, index_server)) == []
    anew = reindex(database, index_server, None, quiet)
    assert anew.index != first.index
    assert anew.fingerprint == second.published.fingerprint
    assert documents(index_server, second.published) == documents(index_server, anew)


def test_the_sums_over_the_items_follow_what_changed(go, root, database, index_server):
    go()
    edit_item(root, slug(0), title="Anders dan eerst")
    remove_item(root, slug(9))
    go()
    revised = sums(database)
    reindex(database, index_server, None, quiet)
    anew = sums(database)
    assert (revised.documents, revised.words, revised.facets) == (anew.documents, anew.words, anew.facets)
    assert revised.length == pytest.approx(anew.length, rel=0.01)


def sums(database):
    with reading(sessions(database)) as session:
        return CatalogueStatistics.unpacked(runs.statistics(session) or b"")


def test_readers_of_the_version_before_still_see_it(go, root, index_server):
    first = go().published
    edit_item(root, slug(0), title="Anders")
    second = go().published
    before, after = documents(index_server, first), documents(index_server, second)
    assert before[slug(0)]["title"] == "Aanpak 00"
    assert after[slug(0)]["title"] == "Anders"
    assert before.keys() == after.keys()


def test_what_nobody_reads_any_more_is_dropped(go, root, database, index_server):
    first = go().published
    for title in ("Twee", "Drie"):
        edit_item(root, slug(0), title=title)
        second = go().published
    assert first.index == second.index
    client = index_server.client()
    kept = client.index(second.index).get_documents({"filter": f"slug = {slug(0)}"}).total
    assert kept == 3
    with writing(sessions(database)) as session:
        for run in session.scalars(select(PublishRun)):
            run.finished_at = runs.now() - timedelta(minutes=5)
    edit_item(root, slug(0), title="Vier")
    go()
    assert client.index(second.index).get_documents({"filter": f"slug = {slug(0)}"}).total == 2
