"""Vocabularies as the API shows them."""

from app.domain.vocabularies import Vocabulary
from app.web.api.vocabularies.schemas import TermOut, VocabularyOut


def present_vocabulary(vocabulary: Vocabulary) -> VocabularyOut:
    """A vocabulary as the API shows it."""
    terms = tuple(TermOut(**term.model_dump(), narrower=vocabulary.narrower.get(term.id, ())) for term in vocabulary.terms)
    return VocabularyOut(**vocabulary.model_dump(exclude={"terms"}), terms=terms)
