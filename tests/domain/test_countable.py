"""Which queries are counted: those of the field, and none that could be somebody."""

import pytest
from conftest import CONTENT
from hypothesis import given
from hypothesis import strategies as st

from app.content import load
from app.domain.countable import countable

PERSONAL = (
    "jan@school.nl",
    "Jan.de.Vries+ouders@basisschool-de-vries.nl",
    "mail naar jan@",
    "j@school",
    "j@nji.nl",
    "jan @school.nl",
    "@meesterjan",
    "jan\u200b@school",
    "ｊａｎ＠ｓｃｈｏｏｌ．ｎｌ",
    "https://school.nl/jan",
    "HTTP://10.0.0.1",
    "www.school.nl",
    "school.nl/leerling?id=1",
    "mailto:jan",
    "0612345678",
    "06 12 34 56 78",
    "06-12345678",
    "+31 (0)6 - 1234.5678",
    "٠٦١٢٣٤٥٦٧٨",
    "bsn 123.456.782",
    "12345",
    "12-05-2014",
    "2511 CV 30",
    "2511cv30",
    "2511CV",
    "dossier 2024/00017",
)
COUNTED = {
    "m@zl": "m@zl",
    "  M@ZL ": "m@zl",
    "(M@ZL)": "(m@zl)",
    "M@ZL-vo": "m@zl-vo",
    "Wat is M@ZL?": "wat is m@zl?",
    "M@ZL. Op school": "m@zl. op school",
    "Begrijpend\t LEZEN\n": "begrijpend lezen",
    "ﬁlosoﬁe": "filosofie",
    "STRASSE straße": "strasse strasse",
    "groep 3": "groep 3",
    "groep 1 t/m 8": "groep 1 t/m 8",
    "12 tot 18 jaar": "12 tot 18 jaar",
    "vo 2024": "vo 2024",
    "a\x00b": "a b",
    "€ 2.500": "€ 2.500",
    "e.d. en m.b.o.": "e.d. en m.b.o.",
}


@pytest.mark.parametrize("text", PERSONAL)
def test_what_looks_like_personal_data_is_not_counted(text):
    assert countable(text) is None
    assert countable(f"hulp voor {text} op school") is None


@pytest.mark.parametrize("text", COUNTED)
def test_what_people_look_for_is_counted_in_one_form(text):
    assert countable(text) == COUNTED[text]


@pytest.mark.parametrize("text", ["", "  ", "\x00\u200b\n"])
def test_nothing_is_not_counted(text):
    assert countable(text) is None


def test_everything_that_the_catalogue_is_called_can_be_counted():
    content = load.check(CONTENT).content
    names = [item.title for item in content.items]
    names += [name for each in content.vocabularies.values() for term in each.terms for name in (term.label, *term.synonyms)]
    assert len(names) > 500
    assert [name for name in names if countable(name) is None] == []


@given(st.text(max_size=200))
def test_what_is_counted_fits_and_is_on_one_line(text):
    query = countable(text)
    assert query is None or (0 < len(query) <= 200 and query.isprintable() and query == " ".join(query.split()))
