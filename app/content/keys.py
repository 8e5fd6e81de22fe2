"""Keys under which the outcomes of checks are kept: checksums of a file and of everything that its rules depend on."""

import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import markdown_it
import mdit_py_plugins
import nh3
import orjson
import pydantic
import yaml

import app
from app.content.outcomes import ItemRules

KEY_BYTES = 16
RULE_FOLDERS = ("content", "domain", "dutch")
_LIBRARIES = (
    sys.version,
    *(str(library.__version__) for library in (app, markdown_it, mdit_py_plugins, nh3, pydantic, yaml)),
)


def rules_key(rules: ItemRules) -> bytes:
    """A key of the rules: another one whenever a vocabulary, an abbreviation, the code or a library is another."""
    digest = blake2b(digest_size=KEY_BYTES)
    digest.update(orjson.dumps([_LIBRARIES, rules.explained]))
    for name, vocabulary in sorted(rules.vocabularies.items()):
        digest.update(orjson.dumps([name, vocabulary.model_dump_json()]))
    for path in rule_modules():
        digest.update(path.read_bytes())
    return digest.digest()


def file_key(of_rules: bytes, path: Path, raw: bytes) -> bytes:
    """A key of a file under these rules: its bytes, its name and the name of its folder."""
    named = b"/".join(map(os.fsencode, path.parts[-2:]))
    return blake2b(named + b"\0" + raw, key=of_rules, digest_size=KEY_BYTES).digest()


def rule_modules() -> Iterator[Path]:
    """The modules in which the rules are written, and everything that they call."""
    package = Path(app.__file__).parent
    for folder in RULE_FOLDERS:
        yield from sorted((package / folder).rglob("*.py"))
