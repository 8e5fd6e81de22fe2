"""Runs of six words as numbers, and which texts share many of them: found without comparing every text with every other."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

RUN = 6
# A run that stands in more texts than this says little, and all pairs of those texts would be many.
COMMON = 100
# Odd numbers of 64 bits: one spreads the words of a run, the other the run itself.
_SPREAD = 0x9E3779B97F4A7C15
_MIX = 0xD6E8FEB86659FD93

Run = tuple[str, ...]
RunHashes = NDArray[np.uint32]
Pair = tuple[int, int]


def word_runs(text: str) -> set[Run]:
    """Every run of six words in a text, in small letters."""
    words = re.findall(r"\w+", text.lower())
    return set(zip(*(words[start:] for start in range(RUN)), strict=False))


def run_hashes(text: str) -> RunHashes:
    """The runs of six words in a text as numbers, each once, ascending. Equal runs have equal numbers; others may, rarely."""
    found = re.findall(r"\w+", text.lower())
    if len(found) < RUN:
        return np.empty(0, np.uint32)
    words = np.fromiter((crc32(word.encode()) for word in found), np.uint64, len(found))
    runs = np.zeros(len(found) - RUN + 1, np.uint64)
    for place in range(RUN):
        runs = runs * np.uint64(_SPREAD) + words[place : len(words) - RUN + 1 + place]
    return np.unique(((runs * np.uint64(_MIX)) >> np.uint64(32)).astype(np.uint32))


def pairs_that_may_share(texts: Sequence[RunHashes], changed: Sequence[int], least: float, common: int = COMMON) -> list[Pair]:
    """Pairs of places in `texts`, at least one of them `changed`, that may share more than `least` of the shorter one's runs.

    None that does is left out: the runs that stand in at most `common` texts are counted by pair, and of the others all could be shared.
    """
    sizes = np.array([len(runs) for runs in texts], np.int64)
    is_changed = np.zeros(len(texts), bool)
    is_changed[list(changed)] = True
    runs, owners = _shared_runs(texts, sizes, is_changed)
    if not len(runs):
        return []
    starts = np.flatnonzero(np.r_[True, runs[1:] != runs[:-1]])
    counts = np.diff(np.r_[starts, len(runs)])
    rare = np.repeat(counts <= common, counts)
    commons = np.bincount(owners[~rare], minlength=len(texts))
    one, other, shared = _counted_pairs(runs[rare], owners[rare])
    wanted = (is_changed[one] | is_changed[other]) & (
        shared + np.minimum(commons[one], commons[other]) > least * np.minimum(sizes[one], sizes[other])
    )
    found = set(zip(one[wanted].tolist(), other[wanted].tolist(), strict=True))
    found.update(_pairs_of_commons(runs[~rare], owners[~rare], sizes, is_changed, least))
    return sorted(found)


def _shared_runs(texts: Sequence[RunHashes], sizes: NDArray[Any], is_changed: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The runs that a changed text has and that stand in more than one, ascending, with the text of each."""
    everything = np.concatenate([*texts, np.empty(0, np.uint32)])
    owners = np.repeat(np.arange(len(texts), dtype=np.uint32), sizes)
    if not is_changed.all():
        own = np.unique(everything[is_changed[owners]])
        near = np.searchsorted(own, everything)
        held = own[np.minimum(near, len(own) - 1)] == everything if len(own) else np.zeros(len(everything), bool)
        everything, owners = everything[held], owners[held]
    codes = np.sort((everything.astype(np.uint64) << np.uint64(32)) | owners)
    runs = codes >> np.uint64(32)
    same = runs[1:] == runs[:-1]
    several = np.r_[same, False] | np.r_[False, same] if len(runs) else np.empty(0, bool)
    return runs[several], (codes[several] & np.uint64(0xFFFFFFFF)).astype(np.int64)


def _counted_pairs(runs: NDArray[Any], owners: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Both texts of every pair that shares a run, the lower one first, and how many runs they share."""
    pairs = [np.empty(0, np.int64)]
    for distance in range(1, len(runs)):
        same = runs[distance:] == runs[:-distance]
        if not same.any():
            break
        pairs.append((owners[:-distance][same] << 32) | owners[distance:][same])
    codes, shared = np.unique(np.concatenate(pairs), return_counts=True)
    return codes >> 32, codes & 0xFFFFFFFF, shared


def _pairs_of_commons(
    runs: NDArray[Any], owners: NDArray[Any], sizes: NDArray[Any], is_changed: NDArray[Any], least: float
) -> Iterator[Pair]:
    """Pairs that share enough by their common runs alone; the shorter one is made of such runs for more than that share."""
    commons = np.bincount(owners, minlength=len(sizes))
    for text in np.flatnonzero(commons > least * sizes):
        own = runs[owners == text]
        shared = np.bincount(owners[np.isin(runs, own)], minlength=len(sizes))
        shared[text] = 0
        others = np.flatnonzero((shared > least * np.minimum(sizes, sizes[text])) & (is_changed | is_changed[text]))
        yield from ((min(int(text), int(other)), max(int(text), int(other))) for other in others)
