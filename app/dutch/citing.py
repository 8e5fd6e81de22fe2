"""Ratings and recognition as Dutch sentences: never a number without source, version and date."""

from collections.abc import Iterable

from app.domain.items import Item, Programme, Rating, Recognition, Scale
from app.domain.vocabularies import Vocabularies
from app.dutch.dates import date_in_words
from app.dutch.lists import capital
from app.dutch.ratings import months_in_words, value_in_words

SUBJECTS = {Scale.EFFECT: "het effect is", Scale.EVIDENCE: "het bewijs is", Scale.COST: "de kosten zijn"}
UNKNOWN = {
    Scale.EFFECT: "Hoe groot het effect is, is nog onbekend.",
    Scale.EVIDENCE: "Hoe sterk het bewijs is, is nog onbekend. Dat is iets anders dan zwak bewijs.",
    Scale.COST: "Wat het kost, is nog onbekend.",
}


def evidence_sentence(item: Item, vocabularies: Vocabularies) -> str:
    """The sentence about the evidence: a programme's recognition, the rating of any other item."""
    if isinstance(item, Programme):
        return recognition_sentence(item.recognition, vocabularies)
    return rating_sentence(item, Scale.EVIDENCE)


def recognition_sentence(recognition: Recognition, vocabularies: Vocabularies) -> str:
    """The judgement of an assessing body in its own words, and what that means."""
    term = vocabularies["recognition-levels"].by_id[recognition.level]
    meaning = term.definition or f"{term.label}."
    if recognition.words is None:
        return meaning
    body = recognition.body or "een onbekende beoordelaar"
    return f"Het oordeel is “{recognition.words}”, volgens {body} ({date_in_words(recognition.date)}). {meaning}"


def rating_sentence(item: Item, scale: Scale) -> str:
    """The current value on a scale with its source, or that it is unknown."""
    rating = _current(item, scale)
    return f"{capital(_clause(rating))}, volgens {_citation(rating, item)}." if rating else UNKNOWN[scale]


def ratings_by_source(item: Item) -> tuple[str, ...]:
    """All current values, one sentence per source; then which of evidence and cost are unknown. Months never stand without evidence."""
    current = (_current(item, scale) for scale in (Scale.EVIDENCE, Scale.EFFECT, Scale.COST))
    return (*_by_source(filter(None, current), item), *_unknown(item))


def differing_values(item: Item) -> tuple[str, ...]:
    """The values of other sources or versions that are not the one shown, as one text; empty when there are none."""
    sentences = " ".join(_by_source((rating for scale in Scale for rating in _others(item, scale)), item))
    return (f"Andere bronnen of versies geven andere waarden. {sentences}",) if sentences else ()


def _by_source(ratings: Iterable[Rating], item: Item) -> Iterable[str]:
    clauses: dict[str, list[str]] = {}
    for rating in ratings:
        clauses.setdefault(_citation(rating, item), []).append(_clause(rating))
    return (f"Volgens {source}: {'; '.join(of_source)}." for source, of_source in clauses.items())


def _current(item: Item, scale: Scale) -> Rating | None:
    """The rating that is shown first on a scale, if it has a value."""
    rating = item.current_rating(scale)
    return rating if rating and rating.value is not None else None


def _others(item: Item, scale: Scale) -> Iterable[Rating]:
    """The newest rating of each value that is not shown; none when all say the same. Ratings are written oldest first."""
    by_value = {rating.value: rating for rating in item.ratings if rating.scale is scale and rating.value is not None}
    shown = item.current_value(scale)
    return (rating for value, rating in by_value.items() if len(by_value) > 1 and value != shown)


def _unknown(item: Item) -> Iterable[str]:
    scales = (Scale.COST,) if isinstance(item, Programme) else (Scale.EVIDENCE, Scale.COST)
    return (UNKNOWN[scale] for scale in scales if item.current_value(scale) is None)


def _citation(rating: Rating, item: Item) -> str:
    """The source of a value: publisher, title, version and date."""
    source = next(source for source in item.sources if source.id == rating.source)
    return f"{source.publisher}, “{source.title}” (versie: {rating.version}; {date_in_words(rating.date)})"


def _clause(rating: Rating) -> str:
    """A value as a clause: "het bewijs is sterk (4 van 5)", "het effect is gemiddeld 6 maanden extra leerwinst in een schooljaar"."""
    return f"{SUBJECTS[rating.scale]} {_value(rating)}"


def _value(rating: Rating) -> str:
    if rating.value is None:
        return "onbekend"
    if rating.scale is Scale.EFFECT:
        return f"gemiddeld {months_in_words(rating.value)} in een schooljaar"
    return value_in_words(rating.scale, rating.value)
