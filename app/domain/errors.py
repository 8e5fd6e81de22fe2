"""Errors, in the words of the domain. None of these knows HTTP; `app.web.http.problems` has the table."""

from collections.abc import Sequence
from dataclasses import dataclass


class MenukaartError(Exception):
    """Base of every error that is raised on purpose; `str()` is a message for people."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with one input: which one, and what is required instead."""

    name: str
    reason: str


class InvalidInput(MenukaartError):
    """One request with every fault that it has."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.name}: {fault.reason}" for fault in faults))
        self.faults = tuple(faults)


class NotFound(MenukaartError):
    """There is nothing by that name."""


class Removed(MenukaartError):
    """There was something by that name; it has been taken out of the catalogue."""


class Moved(MenukaartError):
    """The thing now has another slug."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"This item is now called {slug!r}.")
        self.slug = slug


class NotAcceptable(MenukaartError):
    """The client accepts none of the media types that are on offer."""


class UnreadableMedia(MenukaartError):
    """The client sent a media type that is not read here."""


class TokenRefused(MenukaartError):
    """The client did not show the token that this asks for."""


class WrongToken(MenukaartError):
    """The client showed a token, but not the one of this thing."""


class ForeignSender(MenukaartError):
    """Another site made the visitor's browser send this."""


class VersionMissing(MenukaartError):
    """The client did not say which version it wants to change."""


class Outdated(MenukaartError):
    """Somebody else changed the thing since the client read it. `version` is the present one."""

    def __init__(self, version: int) -> None:
        super().__init__("Somebody changed this since you read it. Nothing was written; read it again, merge, and send that.")
        self.version = version


class TooMany(MenukaartError):
    """More of something than is allowed in a while. `seconds` until it is worth trying again."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class NothingPublished(MenukaartError):
    """The database holds no catalogue yet."""

    def __init__(self, message: str = "The database holds no catalogue yet; run `menukaart publish`.") -> None:
        super().__init__(message)


class SearchUnavailable(MenukaartError):
    """The search engine gave no usable answer."""


class IndexMissing(SearchUnavailable):
    """The engine is well, but does not hold the index that the database points to."""


class EmbeddingFailed(MenukaartError):
    """No vectors of meaning could be made; search goes by words alone."""


class DatabaseUnavailable(MenukaartError):
    """The database gave no usable answer."""


class PublishBusy(MenukaartError):
    """Another publish is running."""


class SettingsInvalid(MenukaartError):
    """The environment does not hold usable settings; one line per fault."""


@dataclass(frozen=True, slots=True, order=True)
class ContentProblem:
    """One problem in one content file. `path` is relative to the working directory where possible."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class ContentInvalid(MenukaartError):
    """The content has problems, so nothing has been written."""

    def __init__(self, problems: Sequence[ContentProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
