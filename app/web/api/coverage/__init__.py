"""Coverage: counts for pairs of terms, and the gaps."""

from app.web.api.coverage.routes import router

__all__ = ["router"]
