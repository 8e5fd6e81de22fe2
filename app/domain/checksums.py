"""Checksums that tell whether an item or a vocabulary changed since it was published."""

import hashlib
import json
from typing import Any

from app.domain.items import Item


def dump(item: Item) -> dict[str, Any]:
    """The item as JSON data; `ITEM.validate_python` reads it back."""
    return item.model_dump(mode="json")


def checksum(data: object) -> str:
    """SHA-256 in hexadecimal digits of anything that is JSON, whatever the order of its fields."""
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
