"""Content files, read with suspicion: what is not a plain, small, UTF-8 text file inside the tree becomes a problem."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import ContentProblem
from app.domain.unknown_names import did_you_mean

MAX_BYTES = 200_000
BOM = b"\xef\xbb\xbf"
VOCABULARIES = "vocabularies"
LANGUAGE = "language"
VECTORS = "vectors"
ABBREVIATIONS = "abbreviations.yaml"
KINDS_BY_FOLDER = {
    "interventions": ("intervention", "programme"),
    "good-practices": ("good-practice",),
    "measures": ("measure",),
    "guides": ("guide",),
}


@dataclass(frozen=True, slots=True)
class TextFile:
    """One file that could be read. `name` is how messages call it."""

    path: Path
    name: str
    text: str


def plain(path: Path) -> Path:
    """The path as it is the same for everyone: absolute and without `..`. Symbolic links stay what they are."""
    return Path(os.path.normpath(path.absolute()))


def display_name(path: Path) -> str:
    """The path as a person would type it: relative to the working directory where possible."""
    path, here = plain(path), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def item_paths(root: Path) -> list[Path]:
    """Every path that should be an item, in a fixed order."""
    return [path for folder in KINDS_BY_FOLDER for path in _entries(root / folder)]


def vocabulary_paths(root: Path) -> list[Path]:
    """Every path that should be a vocabulary, in a fixed order."""
    return list(_entries(root / VOCABULARIES))


def language_paths(root: Path) -> list[Path]:
    """Every path that should hold words for the search, in a fixed order."""
    return list(_entries(root / LANGUAGE))


def strays(root: Path) -> Iterator[ContentProblem]:
    """Problems of files beside the folders that are read: they would never be published."""
    expected = (*KINDS_BY_FOLDER, VOCABULARIES, LANGUAGE, VECTORS, ABBREVIATIONS, "README.md")
    for path in _entries(root):
        if path.name not in expected:
            hint = did_you_mean(path.name, expected)
            yield ContentProblem(
                display_name(path), 1, f"is not read; content belongs in {', '.join((*KINDS_BY_FOLDER, VOCABULARIES))} or {LANGUAGE}{hint}"
            )


def _entries(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def read(path: Path, root: Path, suffix: str) -> TextFile | ContentProblem:
    """The file's text, or the one problem that keeps it from being read."""
    raw = read_bytes(path, root, suffix)
    return raw if isinstance(raw, ContentProblem) else as_text(path, raw)


def read_bytes(path: Path, root: Path, suffix: str) -> bytes | ContentProblem:
    """What a file holds, text or not, or the one problem of the place where it lies."""
    obstacle = None if _lies_plainly(path, root, suffix) else _obstacle(path, root, suffix)
    if obstacle:
        return ContentProblem(display_name(path), 1, obstacle)
    try:
        return path.read_bytes()
    except OSError as error:
        return ContentProblem(display_name(path), 1, f"cannot be read: {error.strerror}")


def as_text(path: Path, raw: bytes) -> TextFile | ContentProblem:
    """The text of a file that holds these bytes, or the one problem that keeps it from being a text."""
    fault = _fault(raw)
    return ContentProblem(display_name(path), *fault) if fault else TextFile(path, display_name(path), raw.decode("utf-8"))


def _lies_plainly(path: Path, root: Path, suffix: str) -> bool:
    """Whether this is a plain file in a plain folder right below `root`, as nearly all are: that is quick to see."""
    folder, name = os.path.split(path)
    if os.path.split(folder)[0] != str(root) or not name.endswith(suffix) or name == suffix:
        return False
    try:
        status = os.lstat(path)
        return stat.S_ISREG(status.st_mode) and stat.S_ISDIR(os.lstat(folder).st_mode) and status.st_size <= MAX_BYTES
    except OSError:
        return False


def _obstacle(path: Path, root: Path, suffix: str) -> str | None:
    if not path.exists():
        return "no such file" if not path.is_symlink() else "is a symbolic link to nothing; put the file itself here"
    if not path.resolve().is_relative_to(root.resolve()):
        return f"lies outside the content folder {display_name(root)}; put the file itself inside it, symbolic links may not lead out"
    if not path.is_file():
        return "is not a file; only files belong in this folder"
    if path.suffix != suffix:
        return f"has the wrong extension; files in this folder end in {suffix}"
    size = path.stat().st_size
    if size > MAX_BYTES:
        return f"is {size:,} bytes; a content file has at most {MAX_BYTES:,}"
    return None


def _fault(raw: bytes) -> tuple[int, str] | None:
    """The line and the message of the first thing that is wrong with the bytes."""
    if raw.startswith(BOM):
        return 1, "starts with a byte order mark (BOM); save the file as UTF-8 without BOM"
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return line, f"is not UTF-8 text (byte 0x{raw[error.start]:02x}); save the file as UTF-8"
    for number, line_text in enumerate(text.split("\n"), start=1):
        if line_text.isprintable():  # nearly every line is, and this is quick
            continue
        if "\r" in line_text:
            return number, "has Windows line ends (CRLF); save the file with Unix line ends (LF)"
        forbidden = _forbidden_character(line_text)
        if forbidden:
            return number, f"has the invisible character U+{ord(forbidden):04X}; remove it"
    return None


def _forbidden_character(line: str) -> str | None:
    """A control, private-use or direction-changing character: invisible to an editor, harmful to a page."""
    return next((char for char in line if not char.isprintable() and char not in "\t\u00a0\u00ad\u200b\u2009\u202f"), None)
