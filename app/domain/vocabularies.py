"""Controlled vocabularies: the terms that content, facets and queries share."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

TermId = Annotated[
    str,
    StringConstraints(pattern=r"^([A-F]|[a-z0-9]+(-[a-z0-9]+)*)$", max_length=60),
    Field(description="lower-case words joined by hyphens, such as begrijpend-lezen"),
]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]


def folded(text: str) -> str:
    """A text without capitals and accents, as people type it."""
    return unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()


class Term(BaseModel):
    """One concept. `label` is Dutch and for visitors; `broader` names the one term that includes this one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: TermId
    label: ShortText = Field(description="the name in Dutch, for visitors")
    label_en: ShortText = Field(description="the name in English")
    definition: ShortText | None = Field(default=None, description="what the term means, in Dutch")
    synonyms: tuple[ShortText, ...] = Field(default=(), description="other words that people search by")
    broader: TermId | None = Field(default=None, description="the id of the one term that includes this one")
    same_as: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = Field(
        default=None, description="address of the same concept in a public vocabulary"
    )
    code: ShortText | None = Field(default=None, description="official code of the concept, such as a municipality's CBS code")
    unverified: bool = Field(default=False, strict=True, description="true when no source confirms the wording; editors' choice")


class Vocabulary(BaseModel):
    """A hierarchy of terms.

    `covers_narrower` says that an item tagged with a broad term is also about all that is narrower: a method for the whole of
    secondary education is one for vmbo, but a text about well-being in general is not one about fear.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    name: TermId = Field(description="the file's name without .yaml")
    label: ShortText = Field(description="the name in Dutch, for visitors")
    label_en: ShortText = Field(description="the name in English")
    description: ShortText = Field(description="what the vocabulary is for, in Dutch")
    covers_narrower: bool = Field(default=False, strict=True, description="true when a broad term stands for all that is narrower")
    sources: tuple[ShortText, ...] = Field(default=(), description="where the terms come from")
    terms: tuple[Term, ...] = Field(min_length=1, description="at least one term")

    @cached_property
    def by_id(self) -> Mapping[str, Term]:
        """Every term under its id, in the file's order."""
        return {term.id: term for term in self.terms}

    @cached_property
    def narrower(self) -> Mapping[str | None, tuple[str, ...]]:
        """The ids directly below each id; the top terms stand under None."""
        below: dict[str | None, list[str]] = {}
        for term in self.terms:
            below.setdefault(term.broader, []).append(term.id)
        return {parent: tuple(children) for parent, children in below.items()}

    def label_of(self, term_id: str) -> str:
        """The Dutch label, or the id itself when the vocabulary has no such term."""
        term = self.by_id.get(term_id)
        return term.label if term else term_id

    def ancestors(self, term_id: str) -> Iterator[str]:
        """Every broader term, nearest first."""
        term = self.by_id.get(term_id)
        while term and term.broader:
            yield term.broader
            term = self.by_id.get(term.broader)

    def descendants(self, term_id: str | None) -> Iterator[str]:
        """Every narrower term, depth first; of None every term, narrower ones after their broader one."""
        for child in self.narrower.get(term_id, ()):
            yield child
            yield from self.descendants(child)

    def closure(self, term_ids: Iterable[str]) -> tuple[str, ...]:
        """All terms under which an item with these terms is found, in the file's order."""
        terms: set[str] = set()
        for term_id in term_ids:
            terms.add(term_id)
            terms.update(self.ancestors(term_id))
            if self.covers_narrower:
                terms.update(self.descendants(term_id))
        return tuple(term_id for term_id in self.by_id if term_id in terms)


Vocabularies = Mapping[str, Vocabulary]
