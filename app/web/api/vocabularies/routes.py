"""`/v1/vocabularies/{name}`: the terms that content, facets and queries share."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from app.domain.errors import NotFound
from app.domain.unknown_names import did_you_mean
from app.web.api.vocabularies.present import present_vocabulary
from app.web.api.vocabularies.schemas import VocabularyOut
from app.web.http.accept import JSON
from app.web.http.dependencies import Accepts, Current, NoParameters
from app.web.http.etags import keepable, unchanged

router = APIRouter(prefix="/v1", tags=["vocabularies"])


@router.get(
    "/vocabularies/{name}",
    operation_id="getVocabulary",
    summary="A vocabulary",
    response_model=VocabularyOut,
    dependencies=[Depends(Accepts(JSON)), NoParameters],
)
async def get_vocabulary(
    request: Request, snapshot: Current, name: Annotated[str, Path(description="a vocabulary's name", examples=["partners"])]
) -> Response:
    """Ids, Dutch and English labels, definitions, synonyms, and which term is broader or narrower."""
    vocabulary = snapshot.vocabularies.get(name)
    if vocabulary is None:
        raise NotFound(f"There is no vocabulary {name!r}{did_you_mean(name, snapshot.vocabularies)}")
    content = present_vocabulary(vocabulary).model_dump_json(by_alias=True).encode()
    return unchanged(request, snapshot.etag) or keepable(request, content, snapshot.etag)
