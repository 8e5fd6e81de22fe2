"""`/v1/vocabularies/{name}`: the terms that content, facets and queries share."""

from typing import Annotated

from app.web.http.dependencies import Accepts, Fresh, NoParameters, Parts, Query, Current
from fastapi import Depends
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

router = APIRouter(prefix="/v1", tags=["vocabularies"])


@router.get("/vocabularies/{name}", operation_id="getVocabulary", summary="A vocabulary", response_model=VocabularyOut, dependencies=[Depends(Accepts(JSON)), NoParameters])
async def get_vocabulary(
    request: Request, snapshot: Current, name: Annotated[str, Path(description="a vocabulary's name", examples=["partners"])]
) -> Response:
    """Ids, Dutch and English labels, definitions, synonyms, and which term is broader or narrower."""
    vocabulary = snapshot.vocabularies.get(name)
    if vocabulary is None:
        raise NotFound(f"There is no vocabulary {name!r}{did_you_mean(name, snapshot.vocabularies)}")
    content = present_vocabulary(vocabulary).model_dump_json(by_alias=True).encode()
    return unchanged(request, snapshot.etag) or keepable(request, content, snapshot.etag)


