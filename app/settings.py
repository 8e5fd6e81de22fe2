"""Settings, from the environment only. This is the one reader of it; everything else is given values."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.domain.errors import SettingsInvalid

# Their values are never shown: there is a password or a key in them, or somebody may have put one there.
SECRET = {"MEILI_API_KEY", "DATABASE_URL", "MEILI_URL", "PUBLIC_URL", "EMBEDDER", "EMBEDDER_API_KEY", "INSIGHTS_TOKEN"}
# What `Authorization: Bearer` can carry (RFC 6750).
TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{16,}=*")
CONTACT = re.compile(r"mailto:[^@\s<>\"]+@[^@\s<>\"]+|https://[^@\s<>\"]+")
DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def _http_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # of the port
        usable = False
    if text and not usable:
        raise ValueError("must start with http:// or https:// and name a host, such as http://127.0.0.1:7700")
    if parts.username or parts.password:
        raise ValueError("must not hold a user or a password")
    return text.rstrip("/")


def _port_is_number(rest: str) -> bool:
    """Whether what follows the scheme has no port, or one in digits; a password before `@` may hold any sign."""
    host = re.split(r"[/?]", rest.partition("@")[2] or rest, maxsplit=1)[0]
    port = host.rpartition("]")[2].partition(":")[2]
    return not port or port.isdecimal()


HttpUrl = Annotated[str, AfterValidator(_http_url)]


class Settings(BaseSettings):
    """Every setting, with the default that needs nothing. The environment variable is the field's name in capitals."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(1, ge=1, le=64, description="Processes that answer requests, with one engine.")
    public_url: HttpUrl = Field("", description="Address under which visitors reach the service; empty: `http://HOST:PORT`.")
    content_dir: Path = Field(Path("content"), description="Folder with the content.")
    var_dir: Path = Field(
        Path("var"), description="Folder for the database, the engine's data and its key, and files that processes share."
    )
    database_url: str = Field("", description="`sqlite:///path` or `postgresql://user:password@host/name`; empty: SQLite in `VAR_DIR`.")
    meili_url: HttpUrl = Field("", description="Address of a Meilisearch server of your own; empty: Menukaart starts one itself.")
    meili_api_key: SecretStr = Field(SecretStr(""), description="Key for `MEILI_URL`; it may search and manage indexes.")
    meili_bin: Path | None = Field(None, description="The Meilisearch program to start; empty: `PATH`, then the npm package.")
    meili_index_prefix: str = Field(
        "menukaart", pattern=r"^[a-z0-9-]{1,40}$", description="Start of the names of the indexes, so that catalogues can share a server."
    )
    search_timeout: float = Field(3.0, gt=0, le=60, description="Seconds that one search may take.")
    records_kept: int = Field(
        5_000, ge=200, le=1_000_000, description="Pages whose record a process keeps in memory; one takes some 15 KB."
    )
    nearest: int = Field(
        100, ge=50, le=1_000, description="Pages near in meaning that one search looks at, in a catalogue of more than 1,000; else all."
    )
    embedder: str = Field(
        "bundled",
        description="What compares meanings: `bundled` (comes along), `none`, or the address of an OpenAI-compatible service.",
    )
    embedder_model: str = Field("", max_length=100, description="The model that the service at `EMBEDDER` is asked for.")
    embedder_api_key: SecretStr = Field(SecretStr(""), description="Key for the service at `EMBEDDER`.")
    embedder_timeout: float = Field(
        0.5,
        gt=0,
        le=60,
        description="Seconds that one search waits for the model to read its query; after that it goes by the vectors of its words.",
    )
    cache_seconds: int = Field(60, ge=0, le=86_400, description="Seconds that a browser or proxy may keep an answer.")
    answer_cache_mb: int = Field(32, ge=0, le=4096, description="Megabytes of memory for answers to give again; 0: keep none.")
    count_searches: bool = Field(True, description="Whether to count what is searched for, without who searches.")
    insights_token: SecretStr = Field(SecretStr(""), description="Token with which editors read what is searched for; empty: nobody can.")
    shortlist_days: int = Field(400, ge=30, le=1000, description="Days that a shortlist is kept after its last change.")
    shortlists_per_minute: int = Field(20, ge=1, le=10_000, description="New shortlists that the service takes in a minute.")
    contact: str = Field(
        "",
        max_length=200,
        description="Where visitors and finders of weaknesses can write to, as `mailto:` or `https://` address; empty: pages name none.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much to log.")

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_default(cls, value: object, info: object) -> object:
        """Default for a variable that is empty or blank, as shells leave them. `env_ignore_empty` knows no blanks."""
        name = getattr(info, "field_name")  # noqa: B009 - ValidationInfo types it as optional
        return cls.model_fields[name].default if isinstance(value, str) and not value.strip() else value

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: str) -> str:
        """The URL with its driver. Parsed here, because importing SQLAlchemy takes longer than many commands."""
        if not value:
            return value
        scheme, separator, rest = value.partition("://")
        backend = scheme.split("+")[0]
        if not separator or not _port_is_number(rest):
            raise ValueError("must be sqlite:///path or postgresql://user:password@host/name")
        if backend not in DRIVERS:
            raise ValueError(f"must start with sqlite:// or postgresql://, not {backend}://")
        path = rest.partition("?")[0].partition("/")[2]
        if backend == "sqlite" and (path or ":memory:").startswith((":memory:", "file:")):
            raise ValueError("must name a file, such as sqlite:///var/menukaart.db; a database in memory keeps nothing")
        return f"{DRIVERS[backend]}://{rest}"

    @field_validator("embedder")
    @classmethod
    def _embedder_is_known(cls, value: str) -> str:
        if value in {"bundled", "none"}:
            return value
        if not value.startswith(("http://", "https://")):
            raise ValueError("must be bundled, none, or an address that starts with http:// or https://")
        return _http_url(value)

    @model_validator(mode="after")
    def _service_has_a_model(self) -> Self:
        service = self.embedder not in {"bundled", "none"}
        if service and not self.embedder_model:
            raise ValueError("EMBEDDER is the address of a service, but EMBEDDER_MODEL is not set; say which model to ask for")
        if not service and (self.embedder_model or self.embedder_api_key.get_secret_value()):
            raise ValueError("EMBEDDER_MODEL and EMBEDDER_API_KEY belong to a service; set EMBEDDER to its address, or leave them empty")
        return self

    @field_validator("contact")
    @classmethod
    def _contact_is_an_address(cls, value: str) -> str:
        if value and not CONTACT.fullmatch(value):
            raise ValueError("must be an address such as mailto:redactie@example.org or https://example.org/contact")
        return value

    @field_validator("insights_token")
    @classmethod
    def _token_can_be_sent(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("must be 16 or more letters, digits and any of . _ ~ + / -, such as `openssl rand -hex 32` makes")
        return value

    @model_validator(mode="after")
    def _key_has_a_server(self) -> Self:
        if self.meili_api_key.get_secret_value() and not self.meili_url:
            raise ValueError("MEILI_API_KEY is set, but MEILI_URL is not; set both for a server of your own, or neither")
        return self

    @property
    def address(self) -> str:
        """The address under which visitors reach the service, the default filled in."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def database(self) -> str:
        """The database URL with its driver, the default filled in."""
        return self.database_url or f"{DRIVERS['sqlite']}:///{(self.var_dir / 'menukaart.db').absolute()}"


def load() -> Settings:
    """The settings of this process. Raises SettingsInvalid with one line per fault."""
    try:
        return Settings()
    except ValidationError as error:
        faults = []
        for details in error.errors():
            name = str(details["loc"][0]).upper() if details["loc"] else ""
            reason = str(details.get("ctx", {}).get("error") or details["msg"][0].lower() + details["msg"][1:])
            given = f" (it is {details['input']!r})" if name and name not in SECRET else ""
            faults.append(f"{name}: {reason}{given}" if name else reason)
        raise SettingsInvalid("\n".join(faults)) from None
