"""Vocabularies and their terms."""

from app.web.api.vocabularies.routes import router

__all__ = ["router"]
