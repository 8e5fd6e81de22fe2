"""Shortlists: a school's choice to share."""

from app.web.api.shortlists.routes import router

__all__ = ["router"]
