"""Operations: health and readiness."""

from app.web.api.operations.routes import router

__all__ = ["router"]
