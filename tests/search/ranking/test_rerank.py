"""The order of what was drawn."""

import pytest
from search.small import catalogue, directions, draft, slugs, towards

from app.domain.queries import SearchQuery
from app.search.ranking.rerank import meant_topics, scored
from app.search.understanding.query import parse

NAMES = [
    draft("a", title="Alles over rots en water", body="rots en water " * 9),
    draft("z", title="Rots en Water"),
    draft("mazl", names=["M@ZL"]),
    draft("lang", title="Zomerschool Apeldoorn"),
    draft("guide", title="Zelfde naam", kindOrder=4),
    draft("intervention", title="Zelfde naam", kindOrder=0),
]
MANY = [
    draft(f"item-{number:02}", body="dyslexie" if number == 3 else "samen", partner=["ouders"] if number == 20 else [], kind=["guide"])
    for number in range(30)
]


@pytest.fixture(scope="module")
def named(small_server):
    return catalogue(small_server, NAMES)


@pytest.fixture(scope="module")
def many(small_server):
    return catalogue(small_server, MANY, directions([known["slug"] for known in MANY]))


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("rots en water", ["z"]),
        ("Rots-en-water", ["z"]),
        ("ROTS EN WATER", ["z"]),
        ("z", ["z"]),
        ("m@zl", ["mazl"]),
        ("mzal", ["mazl"]),
        ("zomerschool apel", ["lang"]),
        ("zelfde naam", ["intervention", "guide"]),
    ],
)
def test_the_name_that_was_typed_comes_first_however_it_is_spelled(named, q, first):
    found = named.search(SearchQuery(q=q))
    assert slugs(found)[: len(first)] == first
    assert found.named == set(first)


def test_what_only_looks_like_a_name_is_none(named):
    for q in ("rots", "alles over water"):
        assert named.search(SearchQuery(q=q)).named == frozenset()


def test_items_with_the_words_come_best_first_and_others_are_none(small_server):
    known = catalogue(small_server, [draft("a", body="over dyslexie"), draft("b", title="Dyslexie"), draft("c", body="iets anders")])
    assert slugs(known.search(SearchQuery(q="dyslexie"))) == ["b", "a"]


def ranked(known, q, vector, only=None):
    """The slugs of these items in the order of their scores, and those that are good enough without the words."""

    async def ask(data):
        parsed = parse(q, data.lexicon)
        nearness = None if vector is None else data.meaning.of_query(vector)
        records = list((await data.records.of_slugs(data.version, only or [made["slug"] for made in MANY])).values())
        found = scored(records, parsed, meant_topics(parsed, nearness, data), nearness, data)
        names = {kept.id: kept.slug for kept in records}
        return [names[one] for one in found.ranked()], {names[one] for one in found.good_enough}

    return known.run(ask)


def test_what_is_near_in_meaning_is_good_enough_without_the_words(many):
    order, good = ranked(many, "dyslexie", towards(7))
    assert order[:2] == ["item-03", "item-07"]
    assert good == {"item-03", "item-07", "item-20"}  # the last for a term that is half of what is meant
    assert ranked(many, "dyslexie", None)[1] == {"item-03"}


def test_the_items_of_a_term_that_is_meant_come_before_others(many):
    assert ranked(many, "samen", None)[0][0] == "item-00"
    assert ranked(many, "samen", towards(-1))[0][0] == "item-20"


def test_whether_an_item_is_good_enough_does_not_depend_on_who_else_is_a_candidate(many):
    _, good = ranked(many, "dyslexie", towards(7))
    for made in MANY:
        assert (made["slug"] in good) == (made["slug"] in ranked(many, "dyslexie", towards(7), [made["slug"]])[1])


def test_no_candidates_are_ranked_as_none(many):
    for vector in (None, towards(3)):
        assert ranked(many, "dyslexie", vector, ["nobody"]) == ([], set())


def test_the_topics_that_are_meant_come_the_most_meant_first(many):
    async def ask(data):
        def best(q, vector):
            nearness = None if vector is None else data.meaning.of_query(vector)
            return [data.topics.terms[place][1] for place in meant_topics(parse(q, data.lexicon), nearness, data).best]

        return best("ouders", None), best("dyslexie", None), best("dyslexie", towards(-2)), best("dyslexie", towards(-1))

    by_words, nothing, *by_meaning = many.run(ask)
    assert (by_words, nothing) == (["ouders"], [])
    assert [found[0] for found in by_meaning] == ["gemeente", "ouders"]
