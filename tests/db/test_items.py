"""Items as the database keeps them: plans, old slugs, removals, relations and history."""

import pytest
from factories import edit_item, make_content, rating, remove_item, slug, write_item

from app.content import load
from app.db import items, runs
from app.db.engine import reading, sessions, writing
from app.domain.errors import Moved, NotFound, Removed

pytestmark = pytest.mark.both_databases


@pytest.fixture
def root(tmp_path):
    return make_content(tmp_path / "content", 5)


@pytest.fixture
def save(root, database):
    """Save what is in the files now, as a publish does; the plan."""

    def saving():
        content = load.load(root)
        with writing(sessions(database)) as session:
            plan = items.plan(session, content.items)
            html = {item.slug: "<p></p>" for item in (*plan.added, *plan.changed)}
            items.save(session, plan, html, runs.start(session, "tests"), runs.now())
        return plan

    return saving


@pytest.fixture
def look(database):
    """One question to the database."""

    def looking(question, *arguments):
        with reading(sessions(database)) as session:
            return question(session, *arguments)

    return looking


def related(look, name):
    return {kind: [row.slug for row in rows] for kind, rows in look(items.relations, name).items()}


def test_a_plan_says_what_is_added_changed_and_removed(save, root):
    write_item(root, "guide", "weg")
    save()
    write_item(root, "guide", "nieuw")
    edit_item(root, slug(0), title="Anders")
    remove_item(root, "weg")
    plan = save()
    assert [item.slug for item in plan.added] == ["nieuw"]
    assert [item.slug for item in plan.changed] == [slug(0)]
    assert plan.removed == ("weg",)


def test_what_was_saved_reads_back_the_same_and_is_not_saved_again(save, root, look):
    save()
    assert look(items.all_items) == sorted(load.load(root).items, key=lambda item: item.slug)
    again = save()
    assert (again.added, again.changed, again.removed) == ((), (), ())
    assert len(look(items.revisions, slug(0))) == 1


def test_a_change_of_white_space_around_the_body_is_none(save, root):
    save()
    edit_item(root, slug(0), body="\n\n\n" + load.load(root).items[0].body + "\n\n")
    assert save().changed == ()


def test_a_renamed_item_is_found_under_its_old_name(save, root, look):
    write_item(root, "guide", "oude-naam")
    save()
    remove_item(root, "oude-naam")
    write_item(root, "guide", "nieuwe-naam", aliases=["oude-naam"])
    save()
    with pytest.raises(Moved) as moved:
        look(items.get, "oude-naam")
    assert moved.value.slug == "nieuwe-naam"
    assert look(items.present, ["oude-naam", slug(1), "nergens"]) == {"oude-naam": "nieuwe-naam", slug(1): slug(1)}
    edit_item(root, "nieuwe-naam", aliases=[])
    save()
    with pytest.raises(Removed, match="'oude-naam' was taken out of the catalogue on 20"):
        look(items.get, "oude-naam")


def test_an_old_name_can_go_to_another_item_or_become_one(save, root, look):
    save()
    edit_item(root, slug(0), aliases=[])
    edit_item(root, slug(1), aliases=["oud-00"])
    save()
    with pytest.raises(Moved) as moved:
        look(items.get, "oud-00")
    assert moved.value.slug == slug(1)
    edit_item(root, slug(1), aliases=[])
    write_item(root, "guide", "oud-00")
    save()
    assert look(items.get, "oud-00").kind == "guide"


def test_a_removed_item_that_comes_back_is_there_with_all_its_history(save, root, look):
    write_item(root, "guide", "los")
    save()
    remove_item(root, "los")
    save()
    with pytest.raises(Removed):
        look(items.get, "los")
    write_item(root, "guide", "los", title="Terug")
    save()
    assert look(items.get, "los").title == "Terug"
    actions = [(one.action, one.checksum_before, one.checksum_after) for one in look(items.revisions, "los")]
    assert [action for action, _, _ in actions] == ["added", "removed", "added"]
    (_, _, back), (_, taken, nothing), (_, none, first) = actions
    assert (none, nothing) == (None, None)
    assert taken == first != back


def test_an_item_that_never_was_gets_a_hint(save, look):
    save()
    with pytest.raises(NotFound, match='did you mean "item-00"'):
        look(items.get, "itm-00")


def test_relations_are_told_from_both_sides_in_the_order_of_the_file(save, root, look):
    write_item(root, "intervention", "andere")
    edit_item(root, slug(1), instance_of=["andere", slug(0)], related=[slug(4), slug(2)])
    save()
    assert related(look, slug(1)) == {"instance_of": ["andere", slug(0)], "related": [slug(4), slug(2)]}
    assert related(look, slug(0)) == {"programmes": [slug(1)], "examples": [slug(2)], "supplemented_by": [slug(3)]}
    assert related(look, slug(2)) == {"applies": [slug(0)], "shows": [slug(3)], "related": [slug(1)]}


def test_a_relation_that_is_taken_away_is_gone_on_both_sides(save, root, look):
    save()
    edit_item(root, slug(3), examples=[])
    remove_item(root, slug(1))
    save()
    assert related(look, slug(2)) == {"applies": [slug(0)]}
    assert "programmes" not in related(look, slug(0))
    edit_item(root, slug(0), title="Anders")
    save()
    assert related(look, slug(0)) == {"examples": [slug(2)], "supplemented_by": [slug(3)]}


def test_a_revision_tells_what_each_field_was_and_became(save, root, look):
    save()
    before = look(items.get, slug(0)).checksum
    edit_item(root, slug(0), title="Anders", ratings=[rating("effect", 4, current=False), rating("effect", 6)])
    save()
    (latest, first) = look(items.revisions, slug(0))
    assert (first.action, first.changes) == ("added", {})
    assert latest.action == "changed"
    assert latest.changes.keys() == {"title", "ratings"}
    assert latest.changes["title"] == {"from": "Aanpak 00", "to": "Anders"}
    assert [one["value"] for one in latest.changes["ratings"]["from"]] == [4, 3, 2]
    assert [one["value"] for one in latest.changes["ratings"]["to"]] == [4, 6]
    assert (latest.checksum_before, latest.checksum_after) == (before, look(items.get, slug(0)).checksum)


def test_an_item_keeps_the_day_it_was_first_published(save, root, look):
    save()
    before = look(items.get, slug(0))
    edit_item(root, slug(0), title="Anders")
    save()
    after = look(items.get, slug(0))
    assert after.published_at == before.published_at
    assert after.modified_at > before.modified_at
    assert look(items.get, slug(1)).modified_at == before.modified_at


def test_a_change_of_kind_is_a_change_of_the_item(save, root, look):
    write_item(root, "guide", "los")
    save()
    remove_item(root, "los")
    write_item(root, "measure", "los")
    save()
    assert look(items.get, "los").kind == "measure"
    assert look(items.revisions, "los")[0].changes["kind"] == {"from": "guide", "to": "measure"}
