"""The forms of a list: read without trust, changed by the button that was pressed, and checked as the API checks it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.domain.shortlists import MOST_ITEMS, NOTE_LENGTH, TITLE_LENGTH, Draft, Entry
from app.web.actions.shortlist_input import Known, ShortlistIn

Pairs = Sequence[tuple[str, str]]
TITLE, SCHOOL_TYPE, WHOLE, NOTE = "titel", "schooltype", "keuzes", "notitie-"


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: the list as typed, the version that it was made from, which button was pressed, and words to search for.

    `on` is the item that the button is about.
    """

    draft: Draft
    version: int
    action: str
    on: str
    q: str

    def after(self, draft: Draft) -> Draft:
        """A list after what the button does."""
        match self.action:
            case "omhoog":
                return draft.with_item_moved(self.on, -1)
            case "omlaag":
                return draft.with_item_moved(self.on, 1)
            case "weg":
                return draft.without_item(self.on)
            case "erbij":
                return draft.with_item(self.on)
            case _:
                return draft


@dataclass(frozen=True, slots=True)
class Trouble:
    """The fault of a field, in words: `field` is its id in the form, or that of the whole list."""

    field: str
    words: str


def read_form(pairs: Pairs) -> Sent:
    """A form from what a browser sent. A field that is missing is empty."""
    single = dict(pairs)
    slugs = dict.fromkeys(value for name, value in pairs if name == "item")
    action, _, on = single.get("doe", "").partition(":")
    version = single.get("versie", "")
    return Sent(
        draft=Draft(
            title=_lines(single.get(TITLE, "")),
            school_types=tuple(dict.fromkeys(value for name, value in pairs if name == SCHOOL_TYPE)),
            entries=tuple(Entry(slug, _lines(single.get(f"{NOTE}{slug}", ""))) for slug in slugs),
        ),
        version=int(version) if version.isdecimal() and len(version) < len(str(2**31)) else 0,
        action=action,
        on=on,
        q=single.get("q", "").strip(),
    )


def _lines(text: str) -> str:
    """Forms send two characters for the end of a line; they count as one."""
    return text.replace("\r\n", "\n")


def check(draft: Draft, known: Known) -> tuple[Draft, tuple[Trouble, ...]]:
    """The list in the form in which it is kept, or as it was typed with everything that is wrong with it.

    What the catalogue does not know is left out, and that is told.
    """
    usable = _usable(draft, known)
    unknown = tuple(_unknown(draft, usable))
    try:
        kept = ShortlistIn.model_validate(_as_sent(usable), context=known, by_alias=True, by_name=False).draft()
    except ValidationError as error:
        return usable, (*unknown, *(_trouble(details, usable) for details in error.errors()))
    return kept, unknown


def _usable(draft: Draft, known: Known) -> Draft:
    """The list with the present names of its items, each once, and without what is unknown."""
    schools = known.vocabularies["school-types"].by_id
    entries = {known.names[entry.slug]: Entry(known.names[entry.slug], entry.note) for entry in draft.entries if entry.slug in known.names}
    return replace(draft, school_types=tuple(term for term in draft.school_types if term in schools), entries=tuple(entries.values()))


def _unknown(draft: Draft, usable: Draft) -> Iterator[Trouble]:
    missing = len(draft.entries) + len(draft.school_types) - len(usable.entries) - len(usable.school_types)
    if missing:
        yield Trouble(WHOLE, "Iets in uw lijst staat niet in Menukaart. Dat hebben we weggelaten.")


def _as_sent(draft: Draft) -> Mapping[str, object]:
    items = [{"slug": entry.slug, "note": entry.note} for entry in draft.entries]
    return {"title": draft.title, "schoolType": list(draft.school_types), "items": items}


def _trouble(details: ErrorDetails, draft: Draft) -> Trouble:
    """One fault in Dutch, at its field."""
    match details["loc"]:
        case ("items", int(place), *_):
            entry = draft.entries[place]
            return Trouble(f"{NOTE}{entry.slug}", _too_long("Uw notitie", entry.note, NOTE_LENGTH))
        case ("title", *_) if draft.title.strip():
            return Trouble(TITLE, _too_long("De naam", draft.title, TITLE_LENGTH))
        case ("title", *_):
            return Trouble(TITLE, "Geef de lijst een naam. Bijvoorbeeld: Plan 2027, De Wilgen.")
        case _:
            return Trouble(WHOLE, f"Op een lijst passen {MOST_ITEMS} keuzes. U hebt er {len(draft.entries)}.")


def _too_long(what: str, text: str, most: int) -> str:
    return f"{what} is te lang: {len(text)} tekens. Er passen er {most}."
