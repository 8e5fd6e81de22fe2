"""The facets, ratings, sources and relations of a synthetic item: drawn from what real items and the vocabularies have."""

from collections.abc import Sequence
from random import Random
from typing import Any

from app.domain.items import RATING_RANGE, Item, Scale
from app.domain.vocabularies import Term, Vocabularies

# As often as among real items, more or less.
KINDS = ("intervention",) * 4 + ("good-practice",) * 3 + ("programme", "measure", "guide")
SOURCE = "bron"
RATED_SHARE = 0.6
YEARS = (2016, 2023)


def fields_of(
    kind: str,
    items: Sequence[Item],
    vocabularies: Vocabularies,
    *,
    place: Term,
    figure: int | None,
    interventions: Sequence[str],
    chance: Random,
) -> dict[str, Any]:
    """The front matter of an item of this kind apart from its texts: facets of the real items, mixed with drawn ones.

    `figure` is a percentage that the body tells, `interventions` are the slugs that the item can be related to.
    """
    return {
        **_facets(items, vocabularies, chance),
        "partners": _partners(kind, vocabularies, chance),
        "ratings": _ratings(chance) if kind in {"intervention", "programme"} and chance.random() < RATED_SHARE else [],
        "figures": [{"value": f"{figure} procent", "meaning": "het deel waarbij het lukt", "source": SOURCE}] if figure is not None else [],
        "sources": [_source(chance)],
        "last_reviewed": f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        **_of_kind(kind, vocabularies, place, interventions, chance),
    }


def _facets(items: Sequence[Item], vocabularies: Vocabularies, chance: Random) -> dict[str, Any]:
    """School types as one real item has them, topics of several, settings at random."""
    first = next((item for item in items if item.school_types), None)
    topics = list(dict.fromkeys(topic for item in items for topic in item.problem_areas)) or [_term("problem-areas", vocabularies, chance)]
    ages = sorted(chance.sample(range(2, 19), 2))
    return {
        "school_types": list(first.school_types) if first else ["po"],
        "problem_areas": chance.sample(topics, min(len(topics), chance.randint(1, 4))),
        "settings": [term.id for term in chance.sample(vocabularies["settings"].terms, chance.randint(0, 3))],
        "ages": {"lowest": ages[0], "highest": ages[1]} if chance.random() < 1 / 2 else None,
    }


def _partners(kind: str, vocabularies: Vocabularies, chance: Random) -> list[dict[str, str]]:
    roles = ("involved",) if kind == "good-practice" else ("required", "helpful")
    terms = chance.sample(vocabularies["partners"].terms, chance.randint(0, 4))
    return [{"partner": term.id, "role": chance.choice(roles), "basis": "source"} for term in terms]


def _ratings(chance: Random) -> list[dict[str, Any]]:
    """One current value on each scale."""
    form = {"source": SOURCE, "version": "eerste versie", "date": str(chance.randint(*YEARS)), "current": True}
    ranges = {**RATING_RANGE, Scale.EFFECT: (-2, 8)}
    return [{"scale": scale.value, "value": chance.randint(*ranges[scale]), **form} for scale in Scale]


def _source(chance: Random) -> dict[str, Any]:
    number = chance.randrange(10**6)
    return {
        "id": SOURCE,
        "title": f"Verslag {number}",
        "publisher": "Voorbeelduitgever",
        "url": f"https://example.org/verslagen/{number}",
        "date": f"{chance.randint(*YEARS)}-{chance.randint(1, 12):02}",
    }


def _of_kind(kind: str, vocabularies: Vocabularies, place: Term, interventions: Sequence[str], chance: Random) -> dict[str, Any]:
    """The fields that only this kind has."""
    related = chance.sample(interventions, chance.randint(0, 2))
    if kind == "intervention":
        return {"goal": _term("goals", vocabularies, chance), "related": related}
    if kind == "programme":
        level = _term("recognition-levels", vocabularies, chance)
        words = None if level == "geen-erkenning-gevonden" else vocabularies["recognition-levels"].label_of(level)
        return {"recognition": {"level": level, "words": words, "body": None, "date": None}, "owner": None, "instance_of": related}
    if kind == "good-practice":
        return {
            "organisation": f"Een school in {place.label}",
            "places": [{"name": place.label, "municipality": place.id}],
            "period": str(chance.randint(*YEARS)),
            "programme_money": chance.choice(("yes", "no", "unknown")),
            "applies": related,
        }
    if kind == "measure":
        goal = {"goal": _term("spending-goals", vocabularies, chance), "basis": "editorial"}
        steps = [{"step": _term("year-steps", vocabularies, chance), "basis": "editorial"}]
        return {"spending_goal": goal, "steps": steps, "supplements": related}
    return {"audience": chance.choice((["school"], ["municipality"], ["school", "municipality"])), "related": related}


def _term(name: str, vocabularies: Vocabularies, chance: Random) -> str:
    return chance.choice(vocabularies[name].terms).id
