"""What ratings and recognition say, as Dutch sentences: never a number without source, version and date."""

from collections.abc import Iterable

from app.domain.items import Item, Programme, Rating, Recognition, Scale
from app.domain.vocabularies import Vocabularies
from app.dutch.dates import date_in_words
from app.dutch.lists import capital
from app.dutch.ratings import months_in_words, value_in_words

TITLES = {Scale.EFFECT: "Het effect", Scale.EVIDENCE: "Het bewijs", Scale.COST: "De kosten"}
UNKNOWN = {
    Scale.EFFECT: "Hoe groot het effect is, is nog onbekend.",
    Scale.EVIDENCE: "Hoe sterk het bewijs is, is nog onbekend. Dat is iets anders dan zwak bewijs.",
    Scale.COST: "Wat het kost, is nog onbekend.",
}


def known(item: Item, scale: Scale) -> Rating | None:
    """The rating that is shown first on a scale, if it has a value."""
    rating = item.current_rating(scale)
    return rating if rating and rating.value is not None else None


def cited(rating: Rating, item: Item) -> str:
    """Where a value comes from: publisher, title, version and date."""
    source = next(source for source in item.sources if source.id == rating.source)
    return f"{source.publisher}, “{source.title}” (versie: {rating.version}; {date_in_words(rating.date)})"


def value_of(rating: Rating) -> str:
    """A value with its unit, to be followed by its source: "sterk (4 van 5)", "gemiddeld 6 maanden extra leerwinst in een schooljaar"."""
    value = rating.value
    if value is None:
        return "onbekend"
    if rating.scale is not Scale.EFFECT:
        return value_in_words(rating.scale, value)
    return f"gemiddeld {months_in_words(value)} in een schooljaar"


def said(rating: Rating) -> str:
    """A value as a clause: "het bewijs is sterk (4 van 5)"."""
    title = TITLES[rating.scale]
    return f"{title[0].lower()}{title[1:]} {_verb(rating.scale)} {value_of(rating)}"


def rating_sentence(item: Item, scale: Scale) -> str:
    """The current value on a scale with its source, or that it is unknown."""
    rating = known(item, scale)
    return f"{capital(said(rating))}, volgens {cited(rating, item)}." if rating else UNKNOWN[scale]


def differing(item: Item) -> tuple[str, ...]:
    """What other sources or versions say where that is another value than the one that is shown; one sentence per source, in one text."""
    by_source: dict[str, list[str]] = {}
    for scale in Scale:
        for rating in _others(item, scale):
            by_source.setdefault(cited(rating, item), []).append(said(rating))
    told = " ".join(f"Volgens {source}: {_clauses(clauses)}." for source, clauses in by_source.items())
    return (f"Andere bronnen of versies geven andere waarden. {told}",) if told else ()


def _others(item: Item, scale: Scale) -> Iterable[Rating]:
    """Of each value that is not the shown one the newest rating: ratings are written oldest first. None when all say the same."""
    by_value = {rating.value: rating for rating in item.ratings if rating.scale is scale and rating.value is not None}
    shown = known(item, scale)
    return (rating for value, rating in by_value.items() if len(by_value) > 1 and not (shown and value == shown.value))


def _verb(scale: Scale) -> str:
    return "zijn" if scale is Scale.COST else "is"


def recognition_sentence(recognition: Recognition, vocabularies: Vocabularies) -> str:
    """What an assessing body said, in its own words, and what that means."""
    term = vocabularies["recognition-levels"].by_id[recognition.level]
    meaning = term.definition or f"{term.label}."
    if recognition.words is None:
        return meaning
    body = recognition.body or "een onbekende beoordelaar"
    return f"Het oordeel is “{recognition.words}”, volgens {body} ({date_in_words(recognition.date)}). {meaning}"


def evidence_sentence(item: Item, vocabularies: Vocabularies) -> str:
    """How well it is known to work: a programme's recognition, the evidence of any other item."""
    if isinstance(item, Programme):
        return recognition_sentence(item.recognition, vocabularies)
    return rating_sentence(item, Scale.EVIDENCE)


def ratings_by_source(item: Item) -> tuple[str, ...]:
    """All current values, one sentence per source; then which of evidence and cost are unknown. Months never stand without evidence."""
    by_source: dict[str, list[str]] = {}
    for scale in (Scale.EVIDENCE, Scale.EFFECT, Scale.COST):
        rating = known(item, scale)
        if rating:
            by_source.setdefault(cited(rating, item), []).append(said(rating))
    return (*(f"Volgens {source}: {_clauses(clauses)}." for source, clauses in by_source.items()), *_unknown(item))


def _clauses(clauses: Iterable[str]) -> str:
    return "; ".join(clauses)


def _unknown(item: Item) -> Iterable[str]:
    scales = (Scale.COST,) if isinstance(item, Programme) else (Scale.EVIDENCE, Scale.COST)
    return (UNKNOWN[scale] for scale in scales if not known(item, scale))
