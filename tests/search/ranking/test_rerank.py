"""Which items are ranked in memory."""

from search.small import catalogue, directions, document, towards

from app.domain.queries import SearchQuery
from app.search.ranking.rerank import MAX_CANDIDATES, rerank
from app.search.understanding.query import parse

EVERYTHING = SearchQuery()


def ranked(q, known, query=EVERYTHING, vector=None):
    semantic = None if vector is None else known.item_vectors.near_query(vector)
    return rerank(q, parse(q, known.lexicon), known, known.filters.allowed(query), semantic)


def test_the_name_that_was_typed_comes_first_however_it_is_spelled():
    documents = [document("a", title="Alles over rots en water", body="rots en water " * 9), document("z", title="Rots en Water")]
    known = catalogue([*documents, document("mazl", names=["M@ZL"])])
    for q in ("rots en water", "Rots-en-water", "ROTS EN WATER", "z"):
        found = ranked(q, known)
        assert (found.slugs[0], found.named) == ("z", ("z",))
    assert ranked("m@zl", known).named == ("mazl",)
    assert ranked("mzal", catalogue([document("mazlx", names=["Mazlaanpak"])])).named == ()


def test_items_with_the_words_are_picked_best_first_and_others_are_not():
    known = catalogue([document("a", body="over dyslexie"), document("b", title="Dyslexie"), document("c", body="iets anders")])
    found = ranked("dyslexie", known)
    assert found.slugs == ("b", "a")
    assert found.always_included == {"a", "b"}
    assert found.perhaps == ()


def test_an_item_that_is_near_in_meaning_is_picked_without_the_words():
    documents = [document(f"item-{number:02}", body="dyslexie" if number == 3 else "") for number in range(30)]
    known = catalogue(documents, directions(30))
    assert ranked("dyslexie", known).slugs == ("item-03",)
    found = ranked("dyslexie", known, vector=towards(7))
    assert "item-07" in found.always_included
    assert "item-08" not in found.slugs


def test_the_items_of_a_term_that_is_meant_come_before_others():
    documents = [document(f"item-{number}", body="samen", partner=["ouders"] if number == 5 else []) for number in range(8)]
    known = catalogue(documents, directions(8))
    assert ranked("samen", known).slugs[0] == "item-0"
    assert ranked("samen", known, vector=towards(-1)).slugs[0] == "item-5"


def test_what_is_always_included_is_bounded_and_the_same_under_every_filter():
    documents = [
        document(f"item-{number:02}", body="samen " * (number + 1), kind=["guide"] if number % 5 == 0 else []) for number in range(60)
    ]
    known = catalogue(documents)
    everything = ranked("samen", known)
    filtered = ranked("samen", known, SearchQuery.model_construct(kind=("guide",)))
    assert len(everything.always_included) == MAX_CANDIDATES
    assert filtered.always_included == everything.always_included
    assert {f"item-{number:02}" for number in range(0, 60, 5)} <= set(filtered.slugs)
    assert len(set(filtered.slugs)) == len(filtered.slugs)


def test_when_nothing_has_the_words_and_nothing_is_near_some_that_pass_may_be_meant():
    documents = [document(f"item-{number:02}", kind=["guide"] if number > 20 else []) for number in range(30)]
    known = catalogue(documents, directions(30))
    between = sum(towards(place) for place in range(30)) / 30**0.5
    found = ranked("onzin", known, vector=between)
    assert (found.slugs, found.always_included) == ((), frozenset())
    assert 0 < len(found.perhaps) <= 5
    only = ranked("onzin", known, SearchQuery.model_construct(kind=("guide",)), vector=between)
    assert only.perhaps
    assert all(slug > "item-20" for slug in only.perhaps)
    assert ranked("onzin", known).perhaps == ()
