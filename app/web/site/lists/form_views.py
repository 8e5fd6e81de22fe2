"""The fields of a list as a template writes them: as they were typed, with what is wrong, and what somebody else saved. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.shortlists import NOTE_LENGTH, TITLE_LENGTH, Draft
from app.domain.vocabularies import Vocabulary
from app.web.site.lists.forms import NOTE, SCHOOL_TYPE, TITLE, WHOLE, Trouble


@dataclass(frozen=True, slots=True)
class SchoolTypeBox:
    """A box that can be ticked; `depth` counts the broader terms above it."""

    value: str
    label: str
    chosen: bool
    depth: int


@dataclass(frozen=True, slots=True)
class FormView:
    """The fields of a list as they are typed, with what is wrong (by field) and, after a collision, what another saved (by field).

    `only` says of items that stand in one of two lists in which one.
    """

    title: str
    most_title: int
    most_note: int
    school_types: tuple[SchoolTypeBox, ...]
    troubles: Mapping[str, str]
    saved: Mapping[str, str]
    only: Mapping[str, str]
    collided: bool


def form_view(draft: Draft, schools: Vocabulary, troubles: Sequence[Trouble] = ()) -> FormView:
    """The fields of a list."""
    return FormView(
        title=draft.title,
        most_title=TITLE_LENGTH,
        most_note=NOTE_LENGTH,
        school_types=tuple(
            SchoolTypeBox(term, schools.label_of(term), term in draft.school_types, len(list(schools.ancestors(term))))
            for term in schools.descendants(None)
        ),
        troubles={trouble.field: trouble.words for trouble in troubles},
        saved={},
        only={},
        collided=False,
    )


def collided(form: FormView, mine: Draft, saved: Draft, schools: Vocabulary, titles: Mapping[str, str]) -> FormView:
    """The fields as somebody typed them, with what another saved meanwhile wherever that differs."""
    differences = dict(_differences(mine, saved, schools, titles))
    return replace(form, collided=True, saved=differences, only=_only(mine, saved))


def _differences(mine: Draft, saved: Draft, schools: Vocabulary, titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if mine.title != saved.title:
        yield TITLE, saved.title
    if set(mine.school_types) != set(saved.school_types):
        yield SCHOOL_TYPE, ", ".join(schools.label_of(term) for term in saved.school_types)
    notes = {entry.slug: entry.note for entry in saved.entries}
    for entry in mine.entries:
        if entry.slug in notes and entry.note != notes[entry.slug]:
            yield f"{NOTE}{entry.slug}", notes[entry.slug]
    if [slug for slug in mine.slugs if slug in notes] != [slug for slug in saved.slugs if slug in mine.slugs]:
        yield WHOLE, ", ".join(titles.get(slug, slug) for slug in saved.slugs)


def _only(mine: Draft, saved: Draft) -> Mapping[str, str]:
    others = dict.fromkeys((slug for slug in saved.slugs if slug not in mine.slugs), "saved")
    return others | dict.fromkeys((slug for slug in mine.slugs if slug not in saved.slugs), "mine")
