"""Publishing, on the real engine and both databases: incremental, idempotent, all or nothing."""

import pytest
from conftest import quiet
from factories import edit_item, edit_vocabulary, make_content, rating, remove_item, slug, write_item
from sqlalchemy import select

from app.content import check
from app.db import items, runs
from app.db.engine import reading, sessions
from app.db.models import ItemRow, PublishRun, RevisionRow
from app.doctor import differences
from app.domain.errors import ContentInvalid, Moved, NotFound, NothingPublished, Removed, SearchUnavailable
from app.publish import publish, reindex
from app.search import index
from app.search.index import IndexServer


@pytest.fixture
def root(tmp_path):
    return make_content(tmp_path / "content", 10)


@pytest.fixture
def go(root, database, index_server):
    """Publish what is in the files now."""
    return lambda: publish(check.load(root), database, index_server, "tests", quiet)


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
    assert second.built == first.built
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
    assert after.built.index != before.built.index
    assert list(differences(root, database, index_server)) == []


def test_an_index_that_is_gone_is_built_again(go, database, index_server, root):
    first = go()
    client = index_server.client()
    client.wait_for_task(client.delete_index(first.built.index).task_uid)
    assert [line for line in differences(root, database, index_server) if "menukaart reindex" in line]
    second = go()
    assert not second.reused
    assert list(differences(root, database, index_server)) == []


def test_the_index_in_use_stays_for_one_more_publish_and_strangers_stay_for_good(go, root, index_server):
    stranger = IndexServer(index_server.url, index_server.key, f"{index_server.prefix}-x")
    theirs = index.build(stranger, [], quiet).index
    first = go().built.index
    for title in ("Twee", "Drie"):
        edit_item(root, slug(4), title=title)
        latest = go().built.index
    assert latest in index.names(index_server)
    assert first not in index.names(index_server)
    assert len(index.names(index_server)) == 2
    assert index.names(stranger) == [theirs]


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
        publish(check.load(root), database, IndexServer("http://127.0.0.1:9", "", "x"), "tests", quiet)
    with reading(sessions(database)) as session:
        last = runs.last(session)
        assert (last.status, last.actor) == ("failed", "tests")
        assert items.get(session, slug(0)).title == "Aanpak 00"
    assert state(database).index == before
    go()
    with reading(sessions(database)) as session:
        assert [run.status for run in session.scalars(select(PublishRun).order_by(PublishRun.id))] == ["succeeded", "failed", "succeeded"]


def test_the_index_can_be_built_from_the_database_alone(go, root, database, index_server):
    first = go().built
    for path in root.rglob("*.md"):
        path.unlink()
    second = reindex(database, index_server, quiet)
    assert second.index != first.index
    assert second.fingerprint == first.fingerprint


def test_there_is_nothing_to_reindex_before_the_first_publish(database, index_server, root):
    with pytest.raises(NothingPublished):
        reindex(database, index_server, quiet)
    assert list(differences(root, database, index_server)) == ["database: nothing has been published; run `menukaart publish`"]


def test_the_doctor_names_every_difference(go, root, database, index_server):
    built = go().built
    edit_item(root, slug(0), title="Anders")
    write_item(root, "guide", "nieuw")
    edit_item(root, slug(9), related=[])
    remove_item(root, slug(8))
    edit_vocabulary(root, "partners", 0, synonyms=[])
    documents = index_server.client().index(built.index)
    client = index_server.client()
    client.wait_for_task(documents.delete_document(slug(7)).task_uid)
    client.wait_for_task(documents.add_documents([{"id": "vreemd"}]).task_uid)
    told = "\n".join(differences(root, database, index_server))
    for words in (
        "nieuw is not published",
        f"{slug(0)} differs from what is published",
        f"{slug(8)} is published but has no file",
        "vocabularies differ",
        f"{slug(7)} is missing in",
        "vreemd is in",
    ):
        assert words in told
