"""Pages that say the same: found as if every page were compared with every other."""

import random
from itertools import combinations

import pytest

from app.content.body import MarkdownBody
from app.content.rules.duplicates import MOST_SHARED, near_duplicates
from app.content.runs import RUN, pairs_that_may_share, run_hashes, word_runs

WORDS = [f"woord{number}" for number in range(400)]


def compared(texts):
    """Every pair that shares too much, by comparing all of them."""
    runs = {name: word_runs(text) for name, text in texts.items()}
    shares = {(one, other): len(runs[one] & runs[other]) / max(1, min(len(runs[one]), len(runs[other]))) for one, other in pairs_of(texts)}
    return [(one, other, share) for (one, other), share in shares.items() if share > MOST_SHARED]


def pairs_of(texts):
    return combinations(sorted(texts), 2)


def drawn_text(chance, passages):
    """Some passages that other texts have too, between words of its own; some texts are very short."""
    parts = [chance.choice(passages) for _ in range(chance.randint(0, 4))]
    parts += [" ".join(chance.choices(WORDS, k=chance.choice((1, 5, 7, 40)))) for _ in range(chance.randint(0, 3))]
    chance.shuffle(parts)
    return " ".join(parts)


@pytest.mark.parametrize("seed", range(15))
def test_the_pairs_are_those_of_comparing_all(seed):
    chance = random.Random(seed)
    passages = [" ".join(chance.choices(WORDS, k=chance.randint(3, 30))) for _ in range(12)]
    texts = {f"p{number:03}": drawn_text(chance, passages) for number in range(60)}
    expected = compared(texts)
    assert expected
    assert list(near_duplicates({name: MarkdownBody(text) for name, text in texts.items()})) == expected


@pytest.mark.parametrize("seed", range(15))
def test_only_pairs_with_a_changed_page_are_looked_for(seed):
    chance = random.Random(seed)
    passages = [" ".join(chance.choices(WORDS, k=chance.randint(3, 30))) for _ in range(12)]
    texts = {f"p{number:03}": drawn_text(chance, passages) for number in range(60)}
    apart = set(chance.sample(sorted(texts), 50))
    expected = [(one, other, share) for one, other, share in compared(texts) if not {one, other} <= apart]
    assert list(near_duplicates({name: MarkdownBody(text) for name, text in texts.items()}, apart)) == expected


@pytest.mark.parametrize("common", [1, 2, 5, 30])
@pytest.mark.parametrize("seed", range(5))
def test_runs_that_many_pages_have_hide_no_pair(seed, common):
    chance = random.Random(seed)
    passages = [" ".join(chance.choices(WORDS, k=chance.randint(6, 30))) for _ in range(3)]
    texts = {f"p{number:03}": drawn_text(chance, passages) for number in range(50)}
    changed = chance.sample(range(50), chance.choice((1, 10, 50)))
    names = sorted(texts)
    found = pairs_that_may_share([run_hashes(texts[name]) for name in names], changed, MOST_SHARED, common)
    expected = {(names.index(one), names.index(other)) for one, other, _ in compared(texts)}
    assert {(one, other) for one, other in expected if one in changed or other in changed} <= set(found)
    assert all(one < other and (one in changed or other in changed) for one, other in found)


def test_few_pairs_are_compared_word_by_word():
    chance = random.Random(1)
    texts = [" ".join(chance.choices(WORDS, k=100)) for _ in range(100)]
    assert pairs_that_may_share([run_hashes(text) for text in [*texts, texts[7]]], range(101), MOST_SHARED) == [(7, 100)]


def test_a_run_has_one_number_wherever_it_stands():
    run = "een twee drie vier vijf zes"
    assert len(run.split()) == RUN
    (number,) = run_hashes(run)
    assert number in run_hashes(f"nul {run.upper()}, zeven")
    assert len(run_hashes("te kort")) == 0
    assert number not in run_hashes("zes vijf vier drie twee een nul zeven")
