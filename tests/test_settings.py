"""Settings: from the environment only, and every fault in one clear line that gives nothing away."""

import re

import pytest
from conftest import ROOT

from app import settings
from app.domain.errors import SettingsInvalid
from app.settings import Settings

FIELDS = Settings.model_fields
BAD = {
    "PORT": ("0", "70000", "http", "80.5"),
    "WORKERS": ("0", "65", "-1", "two", "1.5"),
    "PUBLIC_URL": ("example.org", "ftp://example.org", "http://", "https://user:secret@example.org"),
    "DATABASE_URL": (
        "catalogue",
        "mysql://u:secret@host/name",
        "postgresql://u:secret@host:port/name",
        "postgresql://u:p@ss:secret@host/name",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file::memory:?uri=true",
    ),
    "MEILI_URL": ("localhost:7700", "http:///indexes", "http://user:secret@localhost:7700", "http://localhost:port"),
    "MEILI_INDEX_PREFIX": ("Menukaart", "a b", "a_b", "a" * 41),
    "SEARCH_TIMEOUT": ("0", "-1", "61", "soon"),
    "RECORDS_KEPT": ("199", "1000001", "many"),
    "NEAREST": ("49", "1001", "all"),
    "CACHE_SECONDS": ("-1", "86401", "long"),
    "EMBEDDER": ("model", "ftp://127.0.0.1/v1", "http://", "http://user:secret@127.0.0.1/v1", "http://127.0.0.1:port/v1"),
    "EMBEDDER_MODEL": ("x" * 101,),
    "EMBEDDER_TIMEOUT": ("0", "-1", "61", "soon"),
    "ANSWER_CACHE_MB": ("-1", "4097", "much"),
    "COUNT_SEARCHES": ("2", "maybe", "never"),
    "INSIGHTS_TOKEN": ("secret", "secret-fifteen-", "secret with spaces in it", "secret-with-é-in-it"),
    "SHORTLIST_DAYS": ("29", "1001", "long"),
    "SHORTLISTS_PER_MINUTE": ("0", "10001", "many"),
    "CONTACT": ("redactie@example.org", "mailto:redactie", "http://example.org", "javascript:alert(1)", "mailto:a@b.nl\nX: y"),
    "LOG_LEVEL": ("loud", "INFO "),
}


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """No setting but those of the test."""
    for name in FIELDS:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def fault(environment, **given):
    for name, value in given.items():
        environment.setenv(name, value)
    with pytest.raises(SettingsInvalid) as raised:
        settings.load()
    return str(raised.value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_value_is_one_line_with_its_name_and_no_secret(environment, name, value):
    line = fault(environment, **{name: value})
    assert "\n" not in line
    assert line.startswith(f"{name}: ")
    assert len(line) > len(name) + 15
    assert "secret" not in line
    assert "Value error" not in line


def test_every_setting_that_can_be_wrong_is_tried():
    free = {"HOST", "CONTENT_DIR", "VAR_DIR", "MEILI_BIN", "MEILI_API_KEY", "EMBEDDER_API_KEY"}
    assert BAD.keys() | free == {name.upper() for name in FIELDS}


def test_several_faults_are_told_at_once(environment):
    lines = fault(environment, PORT="x", LOG_LEVEL="loud", DATABASE_URL="mysql://u:secret@host/name").splitlines()
    assert [line.split(":")[0] for line in lines] == ["PORT", "DATABASE_URL", "LOG_LEVEL"]


def test_a_key_without_a_server_is_said_without_the_key(environment):
    line = fault(environment, MEILI_API_KEY="secret")
    assert "MEILI_API_KEY" in line
    assert "MEILI_URL" in line
    assert "secret" not in line


@pytest.mark.parametrize("value", ["", "  "])
def test_empty_means_default(environment, value):
    for name in FIELDS:
        environment.setenv(name.upper(), value)
    assert settings.load() == Settings.model_construct(**{name: field.default for name, field in FIELDS.items()})


def test_nothing_needs_to_be_set():
    known = settings.load()
    assert known.database.startswith("sqlite+pysqlite:////")
    assert known.database.endswith("/var/menukaart.db")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:////data/catalogue.db", "sqlite+pysqlite:////data/catalogue.db"),
        ("postgresql://u:p@host/name", "postgresql+psycopg://u:p@host/name"),
        ("postgres://u:p@host/name", "postgresql+psycopg://u:p@host/name"),
        ("postgresql+psycopg2://u:p%40ss@host:5433/name?sslmode=require", "postgresql+psycopg://u:p%40ss@host:5433/name?sslmode=require"),
    ],
)
def test_a_database_url_gets_the_driver_that_is_installed(environment, given, used):
    environment.setenv("DATABASE_URL", given)
    assert settings.load().database == used


def test_addresses_lose_the_slash_at_their_end(environment):
    environment.setenv("MEILI_URL", "http://localhost:7700/")
    environment.setenv("PUBLIC_URL", "https://menukaart.example//")
    environment.setenv("EMBEDDER", "http://localhost:8080/v1/")
    environment.setenv("EMBEDDER_MODEL", "e5")
    assert settings.load().meili_url == "http://localhost:7700"
    assert settings.load().embedder == "http://localhost:8080/v1"
    assert settings.load().address == "https://menukaart.example"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"EMBEDDER": "http://127.0.0.1:1/v1"}, "EMBEDDER_MODEL is not set"),
        ({"EMBEDDER_MODEL": "e5"}, "EMBEDDER_MODEL and EMBEDDER_API_KEY belong to a service"),
        ({"EMBEDDER": "none", "EMBEDDER_API_KEY": "secret"}, "EMBEDDER_MODEL and EMBEDDER_API_KEY belong to a service"),
    ],
)
def test_a_service_and_its_model_belong_together(environment, given, missing):
    line = fault(environment, **given)
    assert missing in line
    assert "secret" not in line


def test_the_address_follows_host_and_port(environment):
    environment.setenv("PORT", "8123")
    assert settings.load().address == "http://127.0.0.1:8123"


def test_secrets_are_not_shown(environment):
    environment.setenv("MEILI_URL", "http://localhost:7700")
    environment.setenv("MEILI_API_KEY", "secret-key")
    environment.setenv("INSIGHTS_TOKEN", "secret-of-the-editors")
    environment.setenv("EMBEDDER", "http://127.0.0.1:1/v1")
    environment.setenv("EMBEDDER_MODEL", "e5")
    environment.setenv("EMBEDDER_API_KEY", "secret-of-the-embedder")
    assert "secret" not in repr(settings.load())


def test_settings_never_change():
    with pytest.raises(ValueError, match="frozen"):
        settings.load().port = 1  # type: ignore[misc] # that it cannot be set is the test


@pytest.mark.parametrize("name", FIELDS)
def test_operators_can_look_every_setting_up(name):
    table = (ROOT / "docs" / "operators.md").read_text()
    (row,) = re.findall(rf"^\| `{name.upper()}` \|(.*)\|(.*)\|$", table, re.MULTILINE)
    default = FIELDS[name].get_default()
    if default not in ("", None) and name not in {"meili_api_key", "embedder_api_key", "insights_token"}:
        assert f"`{default:g}`" in row[0] if isinstance(default, float) else f"`{default}`" in row[0]


def test_operators_read_of_no_setting_that_is_none():
    table = (ROOT / "docs" / "operators.md").read_text()
    assert {name.lower() for name in re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)} == set(FIELDS)
