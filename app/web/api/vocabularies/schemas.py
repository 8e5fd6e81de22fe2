"""The shapes of facets and vocabularies."""

from app.web.api._shared.schemas import Schema


class TermOut(Schema):
    """A term of a vocabulary."""

    id: str
    label: str
    label_en: str
    definition: str | None
    synonyms: tuple[str, ...]
    broader: str | None
    narrower: tuple[str, ...]
    same_as: str | None
    code: str | None
    unverified: bool


class VocabularyOut(Schema):
    """A vocabulary with its terms."""

    name: str
    label: str
    label_en: str
    description: str
    covers_narrower: bool
    sources: tuple[str, ...]
    terms: tuple[TermOut, ...]
