"""`/docs`: the API documentation as a page, from files of our own; nothing comes from elsewhere."""

from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)
STATIC = Path(__file__).parents[2] / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Menukaart API</title>
<link rel="stylesheet" href="/static/vendor/swagger-ui.css">
<script src="/static/vendor/swagger-ui-bundle.js" defer></script>
<script src="/static/api-docs.js" defer></script>
</head>
<body>
<noscript><p>This page needs JavaScript. The same is in <a href="/v1/openapi.json">/v1/openapi.json</a>.</p></noscript>
<main id="api-docs"></main>
</body>
</html>
"""


@router.get("/docs")
async def docs() -> HTMLResponse:
    """The page. Swagger UI sets styles in its elements, so this one page allows them."""
    return HTMLResponse(PAGE, headers={"Content-Security-Policy": POLICY})


def mount(app: FastAPI) -> None:
    """Serve the static files."""
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
