"""Items for a half-typed query, drawn by the engine."""

import random

import pytest
from search.small import catalogue, draft

from app.search.suggestions.items import shown_names, suggest_items
from app.search.suggestions.marking import fit

NAMES = {
    "mazl": ("Aanpak van ziekteverzuim", "M@ZL"),
    "verzuim": ("Verzuim melden",),
    "lezen": ("Samen lezen <b>& schrijven</b>",),
    "creche": ("De crèche",),
    "zomerschool": ("Zomerschool in Apeldoorn",),
    "onder-de-klas": ("Onder de klas: leren lezen",),
    **{f"school-{number}": (f"School {number}",) for number in range(10)},
}
TYPED = "lez", "sam lez", "verzuim", "verzium", "sch", "schoo", "m@z", "creche", "apel zom", "in", "aanpak van", "klas le", "zz", "ziek"


@pytest.fixture(scope="module")
def known(small_server):
    drafts = [
        draft(slug, title=title, names=list(short), shortNames=list(short), body="ziekte zomer", kindOrder=place % 3)
        for place, (slug, (title, *short)) in enumerate(NAMES.items())
    ]
    return catalogue(small_server, drafts)


@pytest.fixture
def suggest(known):
    def suggested(typed, limit):
        return [found.suggestion for found in known.run(lambda data: suggest_items(typed, limit, data))]

    return suggested


def keys(found):
    return [suggestion.key for suggestion in found]


def test_what_starts_a_word_fits(suggest):
    assert set(keys(suggest("lez", 5))) == {"lezen", "onder-de-klas"}
    assert keys(suggest("sam lez", 5)) == keys(suggest("lez sam", 5)) == ["lezen"]
    assert suggest("lez zie", 5) == []


def test_nothing_below_two_letters(suggest):
    assert suggest("l", 5) == suggest(" l ", 5) == suggest("", 5) == suggest("!?", 5) == []


def test_what_starts_a_part_of_a_compound_fits_after_what_starts_a_name(suggest):
    assert keys(suggest("verzuim", 5)) == ["verzuim", "mazl"]
    assert suggest("verzu", 5)[1].highlight == "Aanpak van ziekte<mark>verzu</mark>im"


def test_one_typing_error_is_forgiven_and_two_are_not(suggest):
    assert keys(suggest("verzium", 5)) == ["verzuim", "mazl"]
    assert suggest("vrezium", 5) == []
    assert suggest("lzn", 5) == []


def test_no_more_than_asked(suggest):
    assert len(suggest("school", 3)) == 3
    assert len(suggest("school", 20)) == 11


def test_the_name_that_fits_is_shown(suggest):
    (found,) = suggest("m@z", 5)
    assert (found.key, found.name, found.highlight) == ("mazl", "M@ZL", "<mark>M@Z</mark>L")


def test_highlights_are_escaped_and_accents_and_capitals_do_not_matter(suggest):
    assert suggest("schrij", 5)[0].highlight == "Samen lezen &lt;b&gt;&amp; <mark>schrij</mark>ven&lt;/b&gt;"
    assert suggest("CRECHE", 5)[0].highlight == "De <mark>crèche</mark>"


def fits(slug, starts, lexicon):
    parts = [part for name in NAMES[slug] for word in name.lower().replace("è", "e").split() for part in (word, *lexicon.parts(word))]
    return all(any(part.startswith(start) for part in parts) for start in starts)


@pytest.mark.parametrize("typed", TYPED)
def test_all_that_fit_are_found_and_nothing_else_and_the_best_come_first(known, typed):
    async def ask(data):
        found = await suggest_items(typed, 50, data)
        starts = ["verzuim"] if typed == "verzium" else typed.split()
        return found, starts, {slug for slug in NAMES if fits(slug, starts, data.lexicon)}

    found, starts, expected = known.run(ask)
    assert {one.record.slug for one in found} == expected
    order = [(fit(shown_names(one.record), starts), one.record.values["kindOrder"], one.record.title) for one in found]
    assert order == sorted(order)


def test_any_start_of_any_name_leads_to_its_item(known):
    chance = random.Random(2)
    starts = [(slug, title[: chance.randint(4, len(title))]) for slug, (title, *_) in NAMES.items() if "<" not in title]

    async def ask(data):
        return [slug in {one.record.slug for one in await suggest_items(typed, 50, data)} for slug, typed in starts]

    assert all(known.run(ask))
