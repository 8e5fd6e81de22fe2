"""Rules on one item by itself, beyond the shape of its fields: one function per rule, each yields what is wrong."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.content.rules.markdown import check_body
from app.content.rules.shape import ItemFile
from app.domain.errors import ContentProblem
from app.domain.facets import TERM_FIELDS, FieldPath, terms_at
from app.domain.items import RATING_RANGE, Basis, GoodPractice, Measure, PartnerRole, Programme, Scale
from app.domain.messages import place
from app.domain.unknown_names import did_you_mean, must_be_from
from app.domain.vocabularies import Vocabularies, Vocabulary

_LISTS = ("school_types", "problem_areas", "settings", "aliases", "questions", "subjects", "abbreviations", "audience")


def check_item(file: ItemFile, vocabularies: Vocabularies) -> Iterator[ContentProblem]:
    """Everything that is wrong with one item by itself."""
    yield from _terms_exist(file, vocabularies)
    yield from _broad_terms_stand_alone(file, vocabularies["school-types"])
    yield from _nothing_twice(file)
    yield from _ratings_hold(file)
    yield from _source_ids_exist(file)
    yield from _dates_are_past(file)
    yield from _questions_ask(file)
    yield from _ages_ascend(file)
    yield from _roles_fit_the_kind(file)
    yield from _recognition_holds(file)
    for remark in check_body(file.body):
        yield file.body_problem(remark.line, remark.message)


def _terms_exist(file: ItemFile, vocabularies: Vocabularies) -> Iterator[ContentProblem]:
    for front_matter, name in TERM_FIELDS.items():
        ids = vocabularies[name].by_id
        for path, term_id in terms_at(file.item, front_matter):
            if term_id not in ids:
                yield file.problem(path, f"`{place(path)}` {must_be_from(f'vocabularies/{name}.yaml', term_id, ids)}")


def _broad_terms_stand_alone(file: ItemFile, school_types: Vocabulary) -> Iterator[ContentProblem]:
    """A broad school type means all of it, so naming a part beside it says two different things."""
    named = set(file.item.school_types)
    for index, term_id in enumerate(file.item.school_types):
        for broader in school_types.ancestors(term_id):
            if broader in named:
                message = f"`school_types` has {term_id!r} beside {broader!r}, which already means all of it; keep one of the two"
                yield file.problem(("school_types", index), message)


def _nothing_twice(file: ItemFile) -> Iterator[ContentProblem]:
    lists: dict[str, Sequence[str]] = {name: getattr(file.item, name, ()) for name in _LISTS}
    lists |= file.item.relations()
    lists["partners"] = [entry.partner for entry in file.item.partners]
    lists["sources"] = [source.id for source in file.item.sources]
    lists["steps"] = [entry.step for entry in file.item.steps] if isinstance(file.item, Measure) else ()
    for name, values in lists.items():
        for index, value in enumerate(values):
            if value in values[:index]:
                yield file.problem((name, index), f"`{name}` has {str(value)!r} twice; keep one")


def _ratings_hold(file: ItemFile) -> Iterator[ContentProblem]:
    for index, rating in enumerate(file.item.ratings):
        lowest, highest = RATING_RANGE[rating.scale]
        if rating.value is not None and not lowest <= rating.value <= highest:
            message = f"`ratings[{index}].value` must be from {lowest} to {highest} for {rating.scale}, not {rating.value}"
            yield file.problem(("ratings", index, "value"), message)
        if rating.current and rating.value is None:
            message = f"`ratings[{index}].value` must not be empty on the rating with `current: true`"
            yield file.problem(("ratings", index, "value"), message)
    for scale in Scale:
        valued = [index for index, rating in enumerate(file.item.ratings) if rating.scale is scale and rating.value is not None]
        current = [index for index, rating in enumerate(file.item.ratings) if rating.scale is scale and rating.current]
        if len(current) > 1:
            yield file.problem(("ratings", current[1]), f"`ratings` has two current ones for {scale}; keep `current: true` on one")
        if valued and not current:
            yield file.problem(("ratings", valued[-1]), f"`ratings` needs `current: true` on the value for {scale} that is shown first")


def _source_ids_exist(file: ItemFile) -> Iterator[ContentProblem]:
    existing = [source.id for source in file.item.sources]
    used = [(("ratings", index, "source"), rating.source) for index, rating in enumerate(file.item.ratings)]
    used += [(("figures", index, "source"), figure.source) for index, figure in enumerate(file.item.figures) if figure.source]
    for path, source_id in used:
        if source_id not in existing:
            hint = did_you_mean(source_id, existing)
            yield file.problem(path, f"`{place(path)}` must be the id of one of `sources`, not {source_id!r}{hint}")


def _dates_are_past(file: ItemFile) -> Iterator[ContentProblem]:
    today = date.today().isoformat()
    dates: list[tuple[FieldPath, str | None]] = [(("last_reviewed",), file.item.last_reviewed)]
    for index, source in enumerate(file.item.sources):
        dates += [(("sources", index, "date"), source.date), (("sources", index, "seen"), source.seen)]
    dates += [(("ratings", index, "date"), rating.date) for index, rating in enumerate(file.item.ratings)]
    if isinstance(file.item, Programme):
        dates.append((("recognition", "date"), file.item.recognition.date))
    for path, text in dates:
        if text and text > today:
            yield file.problem(path, f"`{place(path)}` must not lie in the future, as {text} does")


def _questions_ask(file: ItemFile) -> Iterator[ContentProblem]:
    for index, question in enumerate(file.item.questions):
        if not question.endswith("?"):
            yield file.problem(("questions", index), f"`questions[{index}]` must end with a question mark")


def _ages_ascend(file: ItemFile) -> Iterator[ContentProblem]:
    ages = file.item.ages
    if ages and ages.lowest > ages.highest:
        yield file.problem(("ages",), f"`ages` must have the lowest first, not {ages.lowest} to {ages.highest}")


def _roles_fit_the_kind(file: ItemFile) -> Iterator[ContentProblem]:
    example = isinstance(file.item, GoodPractice)
    for index, partner in enumerate(file.item.partners):
        if (partner.role is PartnerRole.INVOLVED) is not example:
            wanted = "involved in a good practice" if example else "required or helpful; involved is for good practices"
            yield file.problem(("partners", index, "role"), f"`partners[{index}].role` must be {wanted}")
        if example and partner.basis is not Basis.SOURCE:
            yield file.problem(("partners", index, "basis"), f"`partners[{index}].basis` must be source in a good practice")


def _recognition_holds(file: ItemFile) -> Iterator[ContentProblem]:
    if isinstance(file.item, Programme):
        recognition = file.item.recognition
        if (recognition.level == "geen-erkenning-gevonden") is not (recognition.words is None):
            message = "`recognition.words` must be the source's words, or null when the level is geen-erkenning-gevonden"
            yield file.problem(("recognition", "words"), message)
