"""Why items are alike, as a visitor is told."""

import pytest

from app.dutch.shared_terms import shared_terms_sentence, similarity_sentence
from app.search.related.shared_terms import CommonTerm


def shared(facet, *labels):
    return [CommonTerm(facet, label.lower(), label) for label in labels]


@pytest.mark.parametrize(
    ("common", "expected"),
    [
        (
            [*shared("problemArea", "Ziekteverzuim", "Thuiszitten"), *shared("schoolType", "Vmbo")],
            "Gaat ook over ziekteverzuim en thuiszitten; ook voor vmbo.",
        ),
        (shared("problemArea", "Angst", "ADHD en druk gedrag"), "Gaat ook over angst, en over ADHD en druk gedrag."),
        (shared("problemArea", "Angst", "Pesten", "Stress", "Trauma"), "Gaat ook over angst, pesten en stress."),
        (
            shared("problemArea", "Van basisschool naar middelbare school", "NT2 en nieuwkomers"),
            "Gaat ook over de stap van basisschool naar middelbare school, en over NT2 en nieuwkomers.",
        ),
        (shared("partner", "Gemeente"), "Dezelfde partner: gemeente."),
        (shared("partner", "Leerplicht en RMC", "Gemeente"), "Dezelfde partners: leerplicht en RMC, en gemeente."),
        (
            [*shared("partner", "Sport", "Cultuur", "Gemeente"), *shared("problemArea", "Angst")],
            "Gaat ook over angst; dezelfde partners: sport en cultuur.",
        ),
        ([], ""),
    ],
)  # fmt: skip
def test_what_a_visitor_is_told(common, expected):
    assert shared_terms_sentence(common) == expected


@pytest.mark.parametrize(
    ("common", "near", "expected"),
    [
        (shared("partner", "Gemeente"), True, "Dezelfde partner: gemeente."),
        ([], True, "Gaat over ongeveer hetzelfde."),
        ([], False, "Ook een wegwijzer."),
    ],
)
def test_without_terms_it_is_meaning_and_else_the_kind(common, near, expected):
    assert similarity_sentence(common, "Wegwijzer", near=near) == expected
