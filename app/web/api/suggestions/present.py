"""Suggestions as the API shows them."""

from collections.abc import Iterable
from typing import Any
from zlib import crc32
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from app.catalogue.snapshot import Snapshot
from app.domain.facets import FACET_BY_NAME
from app.domain.queries import Typed
from app.domain.vocabularies import folded
from app.search.suggest import SHORTEST, Suggestion
from app.search.understanding.tokens import words
from app.web.api.suggestions.schemas import Suggestions
from app.web.http.accept import JSON, negotiate
from app.web.http.etags import keepable, unchanged
from app.web.http.parameters import describe, read
from app.web.service import service


def present_item(found: Suggestion, snapshot: Snapshot) -> dict[str, Any]:
    item = snapshot.items[found.key]
    return {
        "slug": found.key,
        "kind": {"id": item.kind, "label": snapshot.vocabularies["kinds"].label_of(item.kind)},
        "title": item.title,
        "highlight": found.highlight,
        "_links": {"self": {"href": f"/v1/items/{found.key}"}},
    }



def present_term(found: Suggestion, snapshot: Snapshot) -> dict[str, Any]:
    name, _, term = found.key.partition(":")
    facet = FACET_BY_NAME[name]
    return {
        "facet": name,
        "facetLabel": facet.label,
        "value": term,
        "label": snapshot.vocabularies[facet.vocabulary].label_of(term),
        "matched": found.name,
        "highlight": found.highlight,
        "count": snapshot.counts[name][term],
    }

