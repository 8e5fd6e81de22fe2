"""Compare two recordings of answers: `python -m answers.compare OLD NEW` from `tests/`. Exit code 1 when anything differs."""

import difflib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

MOST_LINES = 12  # of one answer
WIDE = 160


def compare(old: dict[str, dict], new: dict[str, dict]) -> dict[str, list[str]]:
    """What differs, as lines by the name of the request."""
    names = dict.fromkeys((*old, *new))
    found = {name: list(differences(old.get(name), new.get(name))) for name in names}
    return {name: lines for name, lines in found.items() if lines}


def differences(old: dict | None, new: dict | None) -> Iterator[str]:
    if old is None or new is None:
        yield "only in the " + ("second" if old is None else "first") + " recording"
        return
    for part in ("request", "status", "headers"):
        yield from paths(old[part], new[part], part)
    if old["body"] != new["body"]:
        yield from bodies(old["body"], new["body"])


def bodies(old: str, new: str) -> Iterator[str]:
    try:
        trees = json.loads(old), json.loads(new)
    except ValueError:
        yield from texts(old, new)
        return
    found = list(paths(*trees, "body"))
    yield from found or ["body: the same data, written in another way or order", *texts(old, new)]


def paths(old: object, new: object, path: str) -> Iterator[str]:
    """The paths in two trees of JSON at which they differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from paths(old.get(key, ...), new.get(key, ...), f"{path}.{key}")
        if old.keys() == new.keys() and list(old) != list(new):
            yield f"{path}: keys in another order"
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield f"{path}: {len(old)} → {len(new)} entries"
        for place, (one, other) in enumerate(zip(old, new, strict=False)):
            yield from paths(one, other, f"{path}[{place}]")
    elif old != new or type(old) is not type(new):
        yield f"{path}: {_short(old)} → {_short(new)}"


def texts(old: str, new: str) -> Iterator[str]:
    """The lines that differ, after a break before each tag."""
    before, after = (re.sub(r"\s*(?=<[a-zA-Z/!])", "\n", text).splitlines() for text in (old, new))
    changed = [line for line in difflib.unified_diff(before, after, n=1, lineterm="") if not line.startswith(("---", "+++"))]
    yield from (line[:WIDE] for line in changed or ["body: only white space differs"])


def _short(value: object) -> str:
    text = "nothing" if value is ... else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= WIDE else f"{text[:WIDE]}… ({len(text)} characters)"


def read(file: str) -> dict[str, dict]:
    """The lines of a recording by their names."""
    with Path(file).open(encoding="utf-8") as lines:
        return {line["name"]: line for line in map(json.loads, lines)}


def main(old_file: str, new_file: str) -> int:
    old, new = read(old_file), read(new_file)
    found = compare(old, new)
    for name, lines in found.items():
        typer.echo(f"\n{name[:WIDE]}")
        for line in lines[:MOST_LINES]:
            typer.echo(f"    {line}")
        if len(lines) > MOST_LINES:
            typer.echo(f"    … and {len(lines) - MOST_LINES} lines more")
    typer.echo(f"\n{len({*old, *new}) - len(found)} answers are equal, {len(found)} differ.")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) != len(("program", "old", "new")):
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
