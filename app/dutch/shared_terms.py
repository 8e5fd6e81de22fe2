"""Sentences for visitors that say why an item is like another."""

from collections.abc import Sequence
from typing import Protocol

from app.dutch.lists import capital, in_a_sentence, listed_after

MAX_TERMS = 3
FACETS = ("problemArea", "schoolType", "partner")


class LabelledTerm(Protocol):
    """A term of a facet."""

    @property
    def facet(self) -> str:
        """The facet's name."""
        ...

    @property
    def label(self) -> str:
        """The term's label."""
        ...


def similarity_sentence(shared: Sequence[LabelledTerm], kind_label: str, *, near: bool) -> str:
    """The sentence that says why an item is like another: by terms, else by meaning when it is near, else by its kind."""
    without_terms = "Gaat over ongeveer hetzelfde." if near else f"Ook een {kind_label.lower()}."
    return shared_terms_sentence(shared) or without_terms


def shared_terms_sentence(shared: Sequence[LabelledTerm]) -> str:
    """The sentence that says what two items have in common; empty without terms.

    At most three terms, of which one says what it is about if any does.
    """
    about = [term for term in shared if term.facet == "problemArea"][:1]
    told = [*about, *(term for term in shared if term not in about)][:MAX_TERMS]
    labels = {facet: [in_a_sentence(term.label) for term in told if term.facet == facet] for facet in FACETS}
    partners = "dezelfde partner" if len(labels["partner"]) == 1 else "dezelfde partners"
    clauses = (
        listed_after("gaat ook over", labels["problemArea"], "over"),
        listed_after("ook voor", labels["schoolType"], "voor"),
        listed_after(f"{partners}:", labels["partner"]),
    )
    text = "; ".join(clause for clause in clauses if clause)
    return f"{capital(text)}." if text else ""
