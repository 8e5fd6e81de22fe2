"""The language of visitors as editors teach it to the search: words that mean the same, word forms, stopwords."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Phrase = Annotated[
    str,
    StringConstraints(pattern=r"[^\W_]", max_length=80, strip_whitespace=True),
    Field(description="a word or short phrase with at least one letter or digit"),
]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]


class LanguagePart(BaseModel):
    """A base: unknown fields are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Synonyms(LanguagePart):
    """One line of synonyms. With `instead_of`, a search for those words also finds `words`, but not the other way round."""

    words: tuple[Phrase, ...] = Field(min_length=1, description="words or short phrases that mean the same to a visitor")
    instead_of: tuple[Phrase, ...] = Field(default=(), description="words that lead to `words`, but not back")
    reason: Reason = Field(description="why a visitor who types the one wants the other")


class Language(LanguagePart):
    """All of it. Each field is one file in the folder `language` of the content."""

    synonyms: tuple[Synonyms, ...] = Field(default=(), description="words that mean the same")
    forms: Mapping[Phrase, Phrase] = Field(default_factory=dict, description="the basic form of a word that the lemmatiser gets wrong")
    whole: tuple[Phrase, ...] = Field(default=(), description="words that look like a compound and are none")
    filler: tuple[Phrase, ...] = Field(default=(), description="words that say nothing about what is looked for")
    said: Mapping[str, Mapping[str, tuple[Phrase, ...]]] = Field(
        default_factory=dict, description="by vocabulary and term: what people say when they mean it"
    )

    pages: Mapping[str, tuple[Phrase, ...]] = Field(
        default_factory=dict, description="by slug: what people type when this page is what they need"
    )

    def said_of(self, vocabulary: str, term: str) -> tuple[str, ...]:
        """The phrases of people who mean this term."""
        return self.said.get(vocabulary, {}).get(term, ())


NO_LANGUAGE = Language()
