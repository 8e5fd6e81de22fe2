"""`/v1/vocabularies/{name}`: the terms that content, facets and queries share."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.domain.did_you_mean import did_you_mean
from app.domain.errors import NotFound
from app.domain.vocabularies import Vocabulary
from app.web.api.schemas.vocabularies import TermOut, VocabularyOut
from app.web.http.accept import JSON, negotiate
from app.web.http.etags import keepable, unchanged
from app.web.http.parameters import Nothing, read
from app.web.service import service

router = APIRouter(prefix="/v1", tags=["vocabularies"])


@router.get("/vocabularies/{name}", operation_id="getVocabulary", summary="A vocabulary", response_model=VocabularyOut)
async def get_vocabulary(
    request: Request, name: Annotated[str, Path(description="a vocabulary's name", examples=["partners"])]
) -> Response:
    """Ids, Dutch and English labels, definitions, synonyms, and which term is broader or narrower."""
    negotiate(request.headers.get("accept"), (JSON,))
    read(request, Nothing)
    snapshot = service(request).catalogue.snapshot
    vocabulary = snapshot.vocabularies.get(name)
    if vocabulary is None:
        raise NotFound(f"There is no vocabulary {name!r}{did_you_mean(name, snapshot.vocabularies)}")
    content = present(vocabulary).model_dump_json(by_alias=True).encode()
    return unchanged(request, snapshot.etag) or keepable(request, content, snapshot.etag)


def present(vocabulary: Vocabulary) -> VocabularyOut:
    """A vocabulary as the API shows it."""
    terms = tuple(TermOut(**term.model_dump(), narrower=vocabulary.narrower.get(term.id, ())) for term in vocabulary.terms)
    return VocabularyOut(**vocabulary.model_dump(exclude={"terms"}), terms=terms)
