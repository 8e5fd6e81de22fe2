"""Vocabularies as the API shows them."""

from typing import Annotated
from fastapi import APIRouter, Path, Request, Response
from app.domain.did_you_mean import did_you_mean
from app.domain.errors import NotFound
from app.domain.vocabularies import Vocabulary
from app.web.api.vocabularies.schemas import TermOut, VocabularyOut
from app.web.http.accept import JSON, negotiate
from app.web.http.etags import keepable, unchanged
from app.web.http.parameters import Nothing, read
from app.web.service import service


def present_vocabulary(vocabulary: Vocabulary) -> VocabularyOut:
    """A vocabulary as the API shows it."""
    terms = tuple(TermOut(**term.model_dump(), narrower=vocabulary.narrower.get(term.id, ())) for term in vocabulary.terms)
    return VocabularyOut(**vocabulary.model_dump(exclude={"terms"}), terms=terms)

