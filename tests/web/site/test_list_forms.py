"""Forms of lists: what browsers send, what is wrong with it, and what two editors saved."""

import pytest

from app.domain.shortlists import NOTE_LENGTH, TITLE_LENGTH, Draft, Entry
from app.web.actions.shortlist_input import Known
from app.web.site._shared.links import local_path
from app.web.site.lists.form_views import collided, form_view
from app.web.site.lists.forms import check, read_form
from app.web.site.lists.requests import place_after

NAMES = {"feedback": "feedback", "oud": "nieuw", "nieuw": "nieuw"}


@pytest.fixture
def known(vocabularies):
    return Known(vocabularies, NAMES)


def draft(*entries, title="Plan", school_types=()):
    return Draft(title, school_types, tuple(Entry(slug, note) for slug, note in entries))


def test_a_form_is_read_in_its_order_with_the_note_of_each_item():
    sent = read_form([
        ("versie", "3"), ("titel", "Plan"), ("schooltype", "po"), ("schooltype", "vo"), ("schooltype", "po"),
        ("item", "b"), ("notitie-b", "een\r\ntwee"), ("item", "a"), ("notitie-x", "van niets"), ("item", "b"),
        ("doe", "omhoog:a"), ("q", " lezen "),
    ])  # fmt: skip
    assert sent.draft == draft(("b", "een\ntwee"), ("a", ""), school_types=("po", "vo"))
    assert (sent.version, sent.action, sent.on, sent.q) == (3, "omhoog", "a", "lezen")
    assert sent.after(sent.draft).slugs == ("a", "b")


@pytest.mark.parametrize("version", ["", "x", "-1", "1.5", "²", "9" * 30])
def test_a_version_that_can_be_none_is_one_that_never_was(version):
    assert read_form([("versie", version)]).version == 0


@pytest.mark.parametrize(
    ("action", "slugs"), [("weg:a", ("b",)), ("erbij:c", ("a", "b", "c")), ("omlaag:a", ("b", "a")), ("iets", ("a", "b"))]
)
def test_a_button_changes_the_list(action, slugs):
    assert read_form([("item", "a"), ("item", "b"), ("doe", action)]).after(draft(("a", ""), ("b", ""))).slugs == slugs


def test_a_list_that_is_right_is_kept_in_its_readable_form(known):
    kept, troubles = check(draft(("oud", " \x07 twee\nregels ")), known)
    assert (kept, troubles) == (draft(("nieuw", "twee\nregels")), ())


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        (draft(title=" "), "titel", "Geef de lijst een naam"),
        (draft(title="x" * (TITLE_LENGTH + 1)), "titel", "121 tekens. Er passen er 120"),
        (draft(("feedback", "x" * (NOTE_LENGTH + 1))), "notitie-feedback", "1001 tekens. Er passen er 1000"),
        (draft(("bestaat-niet", "")), "keuzes", "weggelaten"),
        (draft(school_types=("hogwarts",)), "keuzes", "weggelaten"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_in_dutch(known, sent, field, words):
    kept, (trouble,) = check(sent, known)
    assert trouble.field == field
    assert words in trouble.words
    assert kept.title.strip() == sent.title.strip()


def test_every_fault_is_told_at_once(known):
    _, troubles = check(draft(("feedback", "x" * 2_000), ("bestaat-niet", ""), title=""), known)
    assert {trouble.field for trouble in troubles} == {"titel", "notitie-feedback", "keuzes"}


def test_too_many_items_are_counted(vocabularies):
    slugs = [f"aanpak-{number}" for number in range(61)]
    sent = draft(*((slug, "") for slug in slugs))
    kept, (trouble,) = check(sent, Known(vocabularies, dict(zip(slugs, slugs, strict=True))))
    assert "passen 60 keuzes. U hebt er 61" in trouble.words
    assert kept == sent


def test_a_collision_shows_what_the_other_saved_only_where_it_differs(vocabularies):
    schools = vocabularies["school-types"]
    mine = draft(("a", "van mij"), ("b", "gelijk"), ("c", ""), title="Mijn", school_types=("po", "bo"))
    saved = draft(("b", "gelijk"), ("a", "van jou"), ("d", "alleen daar"), title="Jouw", school_types=("bo", "po"))
    form = collided(form_view(mine.merged_with(saved), schools), mine, saved, schools, {"a": "A", "b": "B"})
    assert form.title == "Mijn"
    assert form.saved == {"titel": "Jouw", "notitie-a": "van jou", "keuzes": "B, A, d"}
    assert form.only == {"c": "mine", "d": "saved"}
    again = collided(form_view(mine, schools), mine, mine, schools, {})
    assert (again.saved, again.only) == ({}, {})


def test_other_school_types_are_told_by_name(vocabularies):
    schools = vocabularies["school-types"]
    mine, saved = draft(school_types=("po",)), draft(school_types=("vo",))
    assert collided(form_view(mine, schools), mine, saved, schools, {}).saved == {"schooltype": "Voortgezet onderwijs"}


@pytest.mark.parametrize("path", ["/", "/item/feedback", "/zoeken?q=lezen%20nu&schoolType=po"])
def test_a_way_back_leads_to_a_page_of_this_site(path):
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "", "item", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "https://evil.example/",
        "javascript:alert(1)", "/a\\b", "/" + "x" * 600,
    ],
)  # fmt: skip
def test_a_way_back_never_leads_elsewhere(path):
    assert local_path(path) is None


@pytest.mark.parametrize(
    ("action", "slug", "place"),
    [
        ("omhoog", "b", "omhoog-b"),
        ("omlaag", "b", "omlaag-b"),
        ("omhoog", "a", "omlaag-a"),
        ("omlaag", "c", "omhoog-c"),
        ("weg", "b", "melding"),
        ("omhoog", "weg", "melding"),
    ],
)
def test_the_page_goes_on_at_a_button_that_is_there(action, slug, place):
    assert place_after(action, slug, ("a", "b", "c")) == place
