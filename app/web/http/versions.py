"""Versions of what clients may change: as an `ETag`, and asked back by `If-Match`, so that nobody overwrites what they never saw."""

from fastapi import Request

from app.domain.errors import Outdated, VersionMissing


def version_etag(version: int) -> str:
    """The strong ETag of a version."""
    return f'"{version}"'


def demand_version(request: Request, version: int) -> None:
    """Raises VersionMissing without `If-Match`, and Outdated when this version is not in it. `*` takes any; a weak one fits never."""
    given = request.headers.get("if-match")
    if given is None:
        raise VersionMissing("Say in `If-Match` which version you change: the `ETag` that came with it.")
    if not {version_etag(version), "*"} & {candidate.strip() for candidate in given.split(",")}:
        raise Outdated(version)
