"""The engine for a whole module of tests."""

import secrets

import pytest

from app.search.index.server import IndexServer


@pytest.fixture(scope="module")
def small_server(engine_server) -> IndexServer:
    """The real search engine, with a prefix of this module's own."""
    return IndexServer(engine_server.url, engine_server.key, f"small-{secrets.token_hex(4)}")
