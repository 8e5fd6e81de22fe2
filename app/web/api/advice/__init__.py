"""Advice: from a school scan to interventions."""

from app.web.api.advice.routes import router

__all__ = ["router"]
