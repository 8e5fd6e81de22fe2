"""The items of the catalogue: interventions, named programmes, good practices, municipal measures and guides.

Field descriptions double as the checker's messages and as the hints in editors, so they say what is required.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from app.domain.vocabularies import TermId

SUMMARY_LENGTH = 200
BODY_LENGTH = 50_000
PARTIAL_DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"


def _partial_date(text: str) -> str:
    """Accept a year, a month or a day that exists. Raises ValueError."""
    if not re.fullmatch(PARTIAL_DATE, text):
        raise ValueError(f"must be a date as YYYY, YYYY-MM or YYYY-MM-DD, not {text[:40]!r}")
    year, month, day = [*text.split("-"), "01", "01"][:3]
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"must be a date that exists, {text} does not") from None
    return text


Slug = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80),
    Field(description="a slug: lower-case letters, digits and single hyphens"),
]
PartialDate = Annotated[
    str,
    AfterValidator(_partial_date),
    Field(description="a date as YYYY, YYYY-MM or YYYY-MM-DD", json_schema_extra={"pattern": f"^{PARTIAL_DATE}$"}),
]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Passage = Annotated[str, StringConstraints(min_length=1, max_length=1000, strip_whitespace=True)]
Url = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=500),
    Field(description="a web address that starts with https:// or http://"),
]


class Part(BaseModel):
    """A part of the front matter: unknown fields are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Scale(StrEnum):
    """What a rating measures. Units: months of extra progress in a school year; steps 1 to 5; steps 1 to 5."""

    EFFECT = "effect"
    EVIDENCE = "evidence"
    COST = "cost"


RATING_RANGE = {Scale.EFFECT: (-12, 12), Scale.EVIDENCE: (1, 5), Scale.COST: (1, 5)}


class Source(Part):
    """Where a statement comes from."""

    id: Slug = Field(description="a short name for this source inside the file, such as tabel-2021")
    title: Line = Field(description="the title of the source")
    publisher: Line = Field(description="who published the source")
    url: Url | None = Field(description="the web address of the source, starting with https:// or http://, or null when it has none")
    date: PartialDate | None = Field(default=None, description="when the source was published, or null when it does not say")
    version: Line | None = Field(default=None, description="which version of the source this is, in words")
    seen: PartialDate | None = Field(default=None, description="when an editor last looked at the source, or null when not recorded")
    copy_on_third_party_site: bool = Field(default=False, strict=True, description="true when the address is a copy on another site")


class Rating(Part):
    """One published value on one scale. `value` null: the source leaves it open; that is not the same as 0."""

    scale: Scale = Field(description="effect (months), evidence (1-5) or cost (1-5)")
    value: int | None = Field(strict=True, description="the value as the source gives it, or null when it gives none")
    source: Slug = Field(description="the id of one of this file's sources")
    version: Line = Field(description="which version of the source has this value, in words")
    date: PartialDate | None = Field(description="the date of that version, or null when it is undated")
    current: bool = Field(default=False, strict=True, description="true on the one rating per scale that is shown first")
    note: Passage | None = Field(default=None, description="what a reader must know about this value")


class PartnerRole(StrEnum):
    """How a partner is involved; `involved` is for examples, where a partner took part."""

    REQUIRED = "required"
    HELPFUL = "helpful"
    INVOLVED = "involved"


class Basis(StrEnum):
    """Who says so: a source, or the editors."""

    SOURCE = "source"
    EDITORIAL = "editorial"


class Partner(Part):
    """An organisation or group that the school works with."""

    partner: TermId = Field(description="an id from vocabularies/partners.yaml")
    role: PartnerRole = Field(description="required, helpful or involved")
    basis: Basis = Field(description="source when a source says so, editorial when the editors do")
    task: Passage | None = Field(default=None, description="what this partner does, in one sentence")


class Recognition(Part):
    """What an assessing body said of a programme."""

    level: TermId = Field(description="an id from vocabularies/recognition-levels.yaml")
    words: Line | None = Field(description="the level in the source's own words, or null when nothing was found")
    body: Line | None = Field(description="who assessed it, or null")
    date: PartialDate | None = Field(description="when it was assessed, or null")
    note: Passage | None = Field(default=None, description="earlier levels, doubts, expiry")


class Place(Part):
    """Where something happened."""

    name: Line = Field(description="the place as the source names it")
    municipality: TermId | None = Field(description="an id from vocabularies/municipalities.yaml, or null for a region")


class Figure(Part):
    """A number that the body mentions, with what it counts."""

    value: Line = Field(description="the number exactly as the body writes it")
    meaning: Passage = Field(description="what the number counts, where and when")
    source: Slug | None = Field(default=None, description="the id of one of this file's sources")
    date: PartialDate | None = Field(default=None, description="the date of the number, or null when undated")


class Ages(Part):
    """Ages of the target group, in years, both included."""

    lowest: int = Field(strict=True, ge=0, le=30, description="in years")
    highest: int = Field(strict=True, ge=0, le=30, description="in years")
    unverified: bool = Field(default=False, strict=True, description="true when the ages are the editors' estimate")


class BaseItem(Part):
    """The fields of every kind of item. `slug` is the file's name and `body` the Markdown below the front matter."""

    slug: Slug = Field(description="lower-case letters, digits and single hyphens")
    body: Annotated[str, StringConstraints(min_length=1, max_length=BODY_LENGTH)] = Field(description="text below the front matter")
    title: Annotated[Line, StringConstraints(max_length=120)] = Field(description="what visitors call it, at most 120 characters")
    summary: Annotated[str, StringConstraints(min_length=1, max_length=SUMMARY_LENGTH, strip_whitespace=True)] = Field(
        description=f"for whom and what for, at most {SUMMARY_LENGTH} characters"
    )
    school_types: tuple[TermId, ...] = Field(min_length=1, description="ids from vocabularies/school-types.yaml, at least one")
    problem_areas: tuple[TermId, ...] = Field(min_length=1, description="ids from vocabularies/problem-areas.yaml, at least one")
    partners: tuple[Partner, ...] = Field(description="who the school works with; [] when nobody")
    settings: tuple[TermId, ...] = Field(default=(), description="ids from vocabularies/settings.yaml: where it happens")
    target_group: Passage | None = Field(default=None, description="for which pupils, in words")
    ages: Ages | None = Field(default=None, description="ages of the target group")
    duration: tuple[Passage, ...] = Field(default=(), description="how long and how often")
    subjects: tuple[Line, ...] = Field(default=(), description="school subjects, in words")
    ratings: tuple[Rating, ...] = Field(default=(), description="every published value, oldest first")
    figures: tuple[Figure, ...] = Field(default=(), description="the numbers that the body mentions")
    places: tuple[Place, ...] = Field(default=(), description="where it happened")
    parent: Slug | None = Field(default=None, description="the slug of the item that this one is a part of")
    related: tuple[Slug, ...] = Field(default=(), description="slugs of items to read next; write each pair once")
    aliases: tuple[Slug, ...] = Field(default=(), description="slugs that this item had before")
    abbreviations: tuple[Line, ...] = Field(default=(), description="short names that people search for")
    questions: tuple[Line, ...] = Field(min_length=4, max_length=8, description="four to eight questions of visitors that the page answers")
    sources: tuple[Source, ...] = Field(min_length=1, description="where the statements come from, at least one")
    last_reviewed: PartialDate = Field(description="the day an editor last compared the page with its sources")

    def current_rating(self, scale: Scale) -> Rating | None:
        """The rating that is shown first on this scale, or None when it is unknown."""
        return next((rating for rating in self.ratings if rating.scale is scale and rating.current), None)

    def current_value(self, scale: Scale) -> int | None:
        """The value that is shown first on this scale, or None when it is unknown."""
        rating = self.current_rating(scale)
        return rating.value if rating else None

    def relations(self) -> dict[str, tuple[str, ...]]:
        """Slugs of other items by type of relation, as written; the inverses are derived."""
        return {"parent": (self.parent,) if self.parent else (), "related": self.related}


class Intervention(BaseItem):
    """A type of approach from the menukaart."""

    kind: Literal["intervention"]
    goal: TermId = Field(description="an id from vocabularies/goals.yaml: A, B, C, D, E or F")


class Programme(BaseItem):
    """A named programme with an owner."""

    kind: Literal["programme"]
    owner: Line | None = Field(default=None, description="who develops or owns the programme, or null when not found")
    recognition: Recognition = Field(description="what an assessing body said; level geen-erkenning-gevonden when nothing was found")
    instance_of: tuple[Slug, ...] = Field(default=(), description="slugs of the interventions that this programme is an example of")

    def relations(self) -> dict[str, tuple[str, ...]]:
        """As for every item, with this kind's own."""
        return super().relations() | {"instance_of": self.instance_of}


class Funding(StrEnum):
    """Whether money of the Nationaal Programma Onderwijs paid for it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class GoodPractice(BaseItem):
    """What a school or municipality did."""

    kind: Literal["good-practice"]
    organisation: Line = Field(description="which school or organisation did it")
    period: Line | None = Field(description="when, in the source's words, or null when it does not say")
    programme_money: Funding = Field(description="yes, no or unknown: whether programme money paid for it")
    applies: tuple[Slug, ...] = Field(default=(), description="slugs of the interventions that this is an example of")

    def relations(self) -> dict[str, tuple[str, ...]]:
        """As for every item, with this kind's own."""
        return super().relations() | {"applies": self.applies}


class SpendingGoal(Part):
    """The goal of the municipal grant that a measure falls under."""

    goal: TermId = Field(description="an id from vocabularies/spending-goals.yaml")
    basis: Basis = Field(description="source when a source says so, editorial when the editors do")


class YearStep(Part):
    """A step of the municipal year in which a measure is taken."""

    step: TermId = Field(description="an id from vocabularies/year-steps.yaml")
    basis: Basis = Field(description="source when a source says so, editorial when the editors do")


class Measure(BaseItem):
    """What a municipality can add."""

    kind: Literal["measure"]
    spending_goal: SpendingGoal = Field(description="the spending goal, and who says so")
    steps: tuple[YearStep, ...] = Field(default=(), description="when in the year, and who says so; left out when nothing tells")
    supplements: tuple[Slug, ...] = Field(default=(), description="slugs of the interventions that this measure adds to")
    examples: tuple[Slug, ...] = Field(default=(), description="slugs of good practices that show it")

    def relations(self) -> dict[str, tuple[str, ...]]:
        """As for every item, with this kind's own."""
        return super().relations() | {"supplements": self.supplements, "examples": self.examples}


class Audience(StrEnum):
    """Who a guide is written for."""

    SCHOOL = "school"
    MUNICIPALITY = "municipality"


class Guide(BaseItem):
    """How to work with a partner, a consultation body, the year's rhythm or the money."""

    kind: Literal["guide"]
    audience: tuple[Audience, ...] = Field(min_length=1, description="school, municipality or both")
    school_types: tuple[TermId, ...] = Field(default=(), description="ids from vocabularies/school-types.yaml")
    problem_areas: tuple[TermId, ...] = Field(default=(), description="ids from vocabularies/problem-areas.yaml")


Item = Intervention | Programme | GoodPractice | Measure | Guide
ITEM_MODELS: dict[str, type[Item]] = {
    "intervention": Intervention,
    "programme": Programme,
    "good-practice": GoodPractice,
    "measure": Measure,
    "guide": Guide,
}
ITEM: TypeAdapter[Item] = TypeAdapter(Annotated[Item, Field(discriminator="kind")])
NOT_IN_FRONT_MATTER = frozenset({"slug", "body"})

# The name of the other side of a relation. Each relation is written once, in the file that knows it best.
INVERSE = {
    "parent": "parts",
    "related": "related",
    "instance_of": "programmes",
    "applies": "examples",
    "supplements": "supplemented_by",
    "examples": "shows",
}
