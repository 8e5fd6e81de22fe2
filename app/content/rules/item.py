"""What a content file must hold to, beyond the shape of its fields: one function per rule, each yields what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from app.content import body
from app.content.yaml import Document, Place
from app.domain.did_you_mean import did_you_mean
from app.domain.errors import Problem
from app.domain.facets import FACETS, Facet
from app.domain.items import RATING_RANGE, Basis, GoodPractice, Item, Measure, PartnerRole, Programme, Scale
from app.domain.messages import place as named
from app.domain.vocabularies import Vocabularies, Vocabulary

_LISTS = ("school_types", "problem_areas", "settings", "aliases", "questions", "subjects", "abbreviations", "audience")
# Where each facet's term ids stand in the front matter.
_FACET_PLACES: Mapping[str, tuple[str, ...]] = {
    "schoolType": ("school_types",),
    "problemArea": ("problem_areas",),
    "partner": ("partners", "partner"),
    "goal": ("goal",),
    "setting": ("settings",),
    "recognition": ("recognition", "level"),
    "municipality": ("places", "municipality"),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """An item with its file: what the rules look at."""

    name: str
    document: Document
    item: Item

    @property
    def folder(self) -> str:
        """The name of the folder that the file lies in."""
        return PurePath(self.name).parent.name

    def problem(self, place: Place, message: str) -> Problem:
        """A problem at a place in the front matter."""
        return Problem(self.name, self.document.front.line_of(place), message)


def check_item(draft: Draft, vocabularies: Vocabularies) -> Iterator[Problem]:
    """Everything that is wrong with one item by itself."""
    yield from _terms_are_known(draft, vocabularies)
    yield from _broad_terms_stand_alone(draft, vocabularies["school-types"])
    yield from _nothing_twice(draft)
    yield from _ratings_hold(draft)
    yield from _source_ids_exist(draft)
    yield from _dates_are_past(draft)
    yield from _questions_ask(draft)
    yield from _ages_ascend(draft)
    yield from _roles_fit_the_kind(draft)
    yield from _recognition_holds(draft)
    yield from check_body(draft.name, draft.document)


def _terms_are_known(draft: Draft, vocabularies: Vocabularies) -> Iterator[Problem]:
    for facet in FACETS:
        if facet.name in _FACET_PLACES:
            vocabulary = vocabularies[facet.vocabulary]
            for place, term_id in _facet_values(draft.item, facet):
                yield from _unknown_term(draft, place, term_id, vocabulary)
    if isinstance(draft.item, Measure):
        yield from _unknown_term(draft, ("spending_goal", "goal"), draft.item.spending_goal.goal, vocabularies["spending-goals"])
        for index, entry in enumerate(draft.item.steps):
            yield from _unknown_term(draft, ("steps", index, "step"), entry.step, vocabularies["year-steps"])


def _facet_values(item: Item, facet: Facet) -> Iterator[tuple[Place, str]]:
    first, *rest = _FACET_PLACES[facet.name]
    value = getattr(item, first, None)
    if isinstance(value, tuple):
        for index, entry in enumerate(value):
            term_id = getattr(entry, rest[0]) if rest else entry
            if term_id is not None:
                yield (first, index, *rest), term_id
    elif value is not None:
        yield (first, *rest), getattr(value, rest[0]) if rest else value


def _unknown_term(draft: Draft, place: Place, term_id: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    if term_id not in vocabulary.by_id:
        hint = did_you_mean(term_id, vocabulary.by_id)
        yield draft.problem(place, f"`{named(place)}` must be an id from vocabularies/{vocabulary.name}.yaml, not {term_id!r}{hint}")


def _broad_terms_stand_alone(draft: Draft, school_types: Vocabulary) -> Iterator[Problem]:
    """A broad school type means all of it, so naming a part beside it says two different things."""
    named = set(draft.item.school_types)
    for index, term_id in enumerate(draft.item.school_types):
        for broader in school_types.ancestors(term_id):
            if broader in named:
                message = f"`school_types` has {term_id!r} beside {broader!r}, which already means all of it; keep one of the two"
                yield draft.problem(("school_types", index), message)


def _nothing_twice(draft: Draft) -> Iterator[Problem]:
    lists: dict[str, Sequence[str]] = {name: getattr(draft.item, name, ()) for name in _LISTS}
    lists |= draft.item.relations()
    lists["partners"] = [entry.partner for entry in draft.item.partners]
    lists["sources"] = [source.id for source in draft.item.sources]
    lists["steps"] = [entry.step for entry in draft.item.steps] if isinstance(draft.item, Measure) else ()
    for name, values in lists.items():
        for index, value in enumerate(values):
            if value in values[:index]:
                yield draft.problem((name, index), f"`{name}` has {str(value)!r} twice; keep one")


def _ratings_hold(draft: Draft) -> Iterator[Problem]:
    for index, rating in enumerate(draft.item.ratings):
        lowest, highest = RATING_RANGE[rating.scale]
        if rating.value is not None and not lowest <= rating.value <= highest:
            message = f"`ratings[{index}].value` must be from {lowest} to {highest} for {rating.scale}, not {rating.value}"
            yield draft.problem(("ratings", index, "value"), message)
        if rating.current and rating.value is None:
            message = f"`ratings[{index}].value` must not be empty on the rating with `current: true`"
            yield draft.problem(("ratings", index, "value"), message)
    for scale in Scale:
        valued = [index for index, rating in enumerate(draft.item.ratings) if rating.scale is scale and rating.value is not None]
        current = [index for index, rating in enumerate(draft.item.ratings) if rating.scale is scale and rating.current]
        if len(current) > 1:
            yield draft.problem(("ratings", current[1]), f"`ratings` has two current ones for {scale}; keep `current: true` on one")
        if valued and not current:
            yield draft.problem(("ratings", valued[-1]), f"`ratings` needs `current: true` on the value for {scale} that is shown first")


def _source_ids_exist(draft: Draft) -> Iterator[Problem]:
    known = [source.id for source in draft.item.sources]
    used = [(("ratings", index, "source"), rating.source) for index, rating in enumerate(draft.item.ratings)]
    used += [(("figures", index, "source"), figure.source) for index, figure in enumerate(draft.item.figures) if figure.source]
    for place, source_id in used:
        if source_id not in known:
            hint = did_you_mean(source_id, known)
            yield draft.problem(place, f"`{named(place)}` must be the id of one of `sources`, not {source_id!r}{hint}")


def _dates_are_past(draft: Draft) -> Iterator[Problem]:
    today = date.today().isoformat()
    dates: list[tuple[Place, str | None]] = [(("last_reviewed",), draft.item.last_reviewed)]
    for index, source in enumerate(draft.item.sources):
        dates += [(("sources", index, "date"), source.date), (("sources", index, "seen"), source.seen)]
    dates += [(("ratings", index, "date"), rating.date) for index, rating in enumerate(draft.item.ratings)]
    if isinstance(draft.item, Programme):
        dates.append((("recognition", "date"), draft.item.recognition.date))
    for place, text in dates:
        if text and text > today:
            yield draft.problem(place, f"`{named(place)}` must not lie in the future, as {text} does")


def _questions_ask(draft: Draft) -> Iterator[Problem]:
    for index, question in enumerate(draft.item.questions):
        if not question.endswith("?"):
            yield draft.problem(("questions", index), f"`questions[{index}]` must end with a question mark")


def _ages_ascend(draft: Draft) -> Iterator[Problem]:
    ages = draft.item.ages
    if ages and ages.lowest > ages.highest:
        yield draft.problem(("ages",), f"`ages` must have the lowest first, not {ages.lowest} to {ages.highest}")


def _roles_fit_the_kind(draft: Draft) -> Iterator[Problem]:
    example = isinstance(draft.item, GoodPractice)
    for index, partner in enumerate(draft.item.partners):
        if (partner.role is PartnerRole.INVOLVED) is not example:
            wanted = "involved in a good practice" if example else "required or helpful; involved is for good practices"
            yield draft.problem(("partners", index, "role"), f"`partners[{index}].role` must be {wanted}")
        if example and partner.basis is not Basis.SOURCE:
            yield draft.problem(("partners", index, "basis"), f"`partners[{index}].basis` must be source in a good practice")


def _recognition_holds(draft: Draft) -> Iterator[Problem]:
    if isinstance(draft.item, Programme):
        recognition = draft.item.recognition
        if (recognition.level == "geen-erkenning-gevonden") is not (recognition.words is None):
            message = "`recognition.words` must be the source's words, or null when the level is geen-erkenning-gevonden"
            yield draft.problem(("recognition", "words"), message)


def check_body(name: str, document: Document) -> Iterator[Problem]:
    """Everything that is wrong with the text below the front matter, whatever the front matter is like."""
    for problem in body.check(document.body):
        yield Problem(name, document.body_line + problem.line, f"the body {problem.message}")
