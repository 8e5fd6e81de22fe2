"""From an item to its shapes: as it stands in a list, and in full."""

from collections.abc import Mapping
from typing import Any

import orjson

from app.catalogue.snapshot import Snapshot
from app.domain.items import Intervention, Item, Measure, Programme, Rating, Scale
from app.domain.vocabularies import Vocabularies
from app.dutch import ratings
from app.search.retrieval.records import Record
from app.web.api._shared.item_schemas import (
    CurrentRatings,
    ItemCard,
    ItemLinks,
    PartnerOut,
    PlaceOut,
    RatingOut,
    RecognitionOut,
    SourceRef,
    StepOut,
)
from app.web.api._shared.schemas import Link, Ref


def card_members(kept: Record, snapshot: Snapshot) -> Mapping[str, orjson.Fragment]:
    """The members of the list form of an item, as JSON by name, to add more members to; made once while the catalogue is the same."""
    return snapshot.view(kept, _members)


def _members(item: Item, vocabularies: Vocabularies) -> Mapping[str, orjson.Fragment]:
    shape = card(item, vocabularies)
    return {name: orjson.Fragment(orjson.dumps(value)) for name, value in shape.model_dump(mode="json", by_alias=True).items()}


def card(item: Item, vocabularies: Vocabularies) -> ItemCard:
    """The list form of an item."""
    return ItemCard(**card_fields(item, vocabularies))


def card_fields(item: Item, vocabularies: Vocabularies) -> dict[str, Any]:
    return {
        "slug": item.slug,
        "kind": Ref.of(item.kind, "kinds", vocabularies),
        "title": item.title,
        "summary": item.summary,
        "school_types": tuple(Ref.of(term, "school-types", vocabularies) for term in item.school_types),
        "problem_areas": tuple(Ref.of(term, "problem-areas", vocabularies) for term in item.problem_areas),
        "partners": _partners(item, vocabularies),
        "goal": Ref.of(item.goal, "goals", vocabularies) if isinstance(item, Intervention) else None,
        "current_ratings": CurrentRatings(
            **{scale.value: rating_out(rating, item) if (rating := item.current_rating(scale)) else None for scale in Scale}
        ),
        "recognition": _recognition(item, vocabularies),
        "places": tuple(
            PlaceOut(
                name=place.name,
                municipality=Ref.of(place.municipality, "municipalities", vocabularies) if place.municipality else None,
            )
            for place in item.places
        ),
        "links": ItemLinks(self_=Link(href=f"/v1/items/{item.slug}")),
    }


def _partners(item: Item, vocabularies: Vocabularies) -> tuple[PartnerOut, ...]:
    return tuple(
        PartnerOut(
            id=entry.partner,
            label=vocabularies["partners"].label_of(entry.partner),
            role=entry.role,
            role_label=ratings.ROLE_LABELS[entry.role],
            basis=entry.basis,
            task=entry.task,
        )
        for entry in item.partners
    )


def rating_out(rating: Rating, item: Item) -> RatingOut:
    """A rating with its source written out."""
    source = next(source for source in item.sources if source.id == rating.source)
    return RatingOut(
        scale=rating.scale,
        value=rating.value,
        words=ratings.words(rating.scale, rating.value),
        unit=ratings.UNITS[rating.scale],
        source=SourceRef(title=source.title, publisher=source.publisher, url=source.url),
        version=rating.version,
        date=rating.date,
        current=rating.current,
        note=rating.note,
    )


def _recognition(item: Item, vocabularies: Vocabularies) -> RecognitionOut | None:
    if not isinstance(item, Programme):
        return None
    level = Ref.of(item.recognition.level, "recognition-levels", vocabularies)
    return RecognitionOut(level=level, **item.recognition.model_dump(exclude={"level"}))


def steps(measure: Measure, vocabularies: Vocabularies) -> tuple[StepOut, ...]:
    """When in the year a measure is taken, and who says so."""
    return tuple(StepOut(step=Ref.of(entry.step, "year-steps", vocabularies), basis=entry.basis) for entry in measure.steps)
