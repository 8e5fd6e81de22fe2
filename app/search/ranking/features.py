"""The words of an item as ranking reads them: how often each basic form occurs, packed so small that it comes with the item's record."""

from base64 import b64decode, b64encode
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np

from app.search.understanding.lexicon import Lexicon
from app.search.understanding.tokens import words

# The passages of a text by the weight of their field.
WeightedFields = Mapping[float, Sequence[str]]
_one_key = dict[int, int]().setdefault
_one_count = dict[float, float]().setdefault

# A word in the title says more than one in the text.
FIELD_WEIGHTS = {"title": 4.0, "names": 4.0, "questions": 2.0, "typed": 2.0, "summary": 2.5, "terms": 1.5, "about": 1.0, "body": 1.0}


@lru_cache(maxsize=100_000)
def form_key(form: str) -> int:
    """The number that stands for a basic form. Two forms share one in some billions of cases, and then one of them counts too much."""
    return crc32(form.encode())


def fields(document: Mapping[str, Any]) -> WeightedFields:
    """The fields of an item's document that are scored."""
    by_weight: dict[float, list[str]] = defaultdict(list)
    for name, weight in FIELD_WEIGHTS.items():
        text = document[name]
        by_weight[weight] += [text] if isinstance(text, str) else text
    return by_weight


def form_counts(text: WeightedFields, lexicon: Lexicon) -> dict[str, float]:
    """The number of times that each basic form occurs, each time as much as its field weighs."""
    counts: dict[str, float] = defaultdict(float)
    for weight, passages in text.items():
        for word, often in Counter(word for passage in passages for word in words(passage)).items():
            for form, share in lexicon.weighted_forms(word):
                counts[form] += weight * often * share
    return counts


def pack(counts: Mapping[str, float]) -> str:
    """The counts as text: keys in order (uint32), then counts (float16), in base64."""
    pairs = sorted((form_key(form), count) for form, count in counts.items())
    keys = np.array([key for key, _ in pairs], dtype="<u4")
    return b64encode(keys.tobytes() + np.array([count for _, count in pairs], dtype="<f2").tobytes()).decode()


def unpack(packed: str) -> dict[int, float]:
    """The counts by key, in the order of the keys. Keys and counts are the same objects in all of them, which halves their memory."""
    data = b64decode(packed)
    size = len(data) // 6
    keys = np.frombuffer(data, "<u4", size).tolist()
    counts = np.frombuffer(data, "<f2", size, size * 4).tolist()
    return dict(zip(map(_one_key, keys, keys), map(_one_count, counts, counts), strict=True))
