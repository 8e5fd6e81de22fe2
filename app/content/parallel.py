"""The outcomes for many files, each by itself: unchanged files from a cache, the others from several processes when they are many."""

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from app.content import files
from app.content.cache import CheckCache
from app.content.keys import file_key, rules_key
from app.content.outcomes import FileOutcome, ItemRules, StoredItem, examine, outcome_of, restored_from, stored
from app.domain.errors import ContentProblem, MenukaartError

# Another process takes half a second to start, and a file takes two thousandths.
PARALLEL_FROM = 1000
PER_BATCH = 100
LOOKED_UP_AT_ONCE = 500

Given = TypeVar("Given")
Result = TypeVar("Result")
Found = tuple[tuple[ContentProblem, ...], bytes, StoredItem | None]


def examine_all(paths: Sequence[Path], root: Path, rules: ItemRules, cache: CheckCache | None) -> list[FileOutcome]:
    """The outcome for each file, in the order of `paths`. Raises MenukaartError when a process that checks is ended from outside."""
    of_rules = rules_key(rules) if cache else b""
    outcomes = _known(paths, root, cache, of_rules) if cache else {}
    missing = [path for path in paths if path not in outcomes]
    if cache is None and len(missing) < PARALLEL_FROM:
        return [examine(path, root, rules) for path in missing]
    batches = [missing[start : start + PER_BATCH] for start in range(0, len(missing), PER_BATCH)]
    examine_batch = partial(_examine, root, rules, of_rules)
    every = map(examine_batch, batches) if len(missing) < PARALLEL_FROM else in_processes(examine_batch, batches)
    for batch, found in zip(batches, every, strict=True):
        outcomes |= zip(batch, _kept(batch, found, cache), strict=True)
    return [outcomes[path] for path in paths]


def in_processes(function: Callable[[Given], Result], given: Sequence[Given]) -> Iterator[Result]:
    """What a function makes of each, in their order; several processes work at it. Raises MenukaartError when one of them is ended.

    They are started clean, since a copy of a process with threads may hang.
    """
    processes = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    pool = ProcessPoolExecutor(min(processes, len(given)), get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_IGN))
    try:
        yield from pool.map(function, given)
    except BrokenProcessPool:
        message = "A process that checks files was ended from outside, mostly for want of memory. Nothing has been written; try again."
        raise MenukaartError(message) from None
    finally:
        pool.shutdown(cancel_futures=True)


def examine_some(
    paths: Sequence[Path], root: Path, rules: ItemRules, cache: CheckCache | None, names: AbstractSet[str]
) -> list[FileOutcome]:
    """The outcome for each file; those that `names` does not have are only read, unless they were checked before."""
    known = _known(paths, root, cache, rules_key(rules)) if cache else {}
    return [known.get(path) or examine(path, root, rules if files.display_name(path) in names else None) for path in paths]


def _known(paths: Sequence[Path], root: Path, cache: CheckCache, of_rules: bytes) -> dict[Path, FileOutcome]:
    """The outcomes of files that are as they were when nothing was wrong with them."""
    outcomes: dict[Path, FileOutcome] = {}
    with _nothing_collected():
        for start in range(0, len(paths), LOOKED_UP_AT_ONCE):
            keys: dict[bytes, Path] = {}
            for path in paths[start : start + LOOKED_UP_AT_ONCE]:
                raw = files.read_bytes(path, root, ".md")
                if isinstance(raw, bytes):
                    keys[file_key(of_rules, path, raw)] = path
            found = cache.items({key: files.display_name(path) for key, path in keys.items()})
            outcomes |= {keys[key]: FileOutcome((), file, key) for key, file in found.items()}
    return outcomes


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """No search for garbage in the block: it makes none, and to look through all items again and again took half of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _examine(root: Path, rules: ItemRules, of_rules: bytes, paths: Sequence[Path]) -> list[Found]:
    """What is found in each file: its problems, its key when it has none, and its item when it can be read."""
    return [_found(path, root, rules, of_rules) for path in paths]


def _found(path: Path, root: Path, rules: ItemRules, of_rules: bytes) -> Found:
    raw = files.read_bytes(path, root, ".md")
    if isinstance(raw, ContentProblem):
        return (raw,), b"", None
    text = files.as_text(path, raw)
    if isinstance(text, ContentProblem):
        return (text,), b"", None
    outcome = outcome_of(text, rules)
    key = b"" if outcome.problems else file_key(of_rules, path, raw)
    return outcome.problems, key, stored(outcome.file) if outcome.file else None


def _kept(batch: Sequence[Path], found: Sequence[Found], cache: CheckCache | None) -> Iterator[FileOutcome]:
    """The outcomes of one batch; the sound items are in the cache then."""
    if cache:
        cache.keep({key: item for _, key, item in found if item and key})
    for path, (problems, key, item) in zip(batch, found, strict=True):
        name = files.display_name(path)
        if item is None:
            yield FileOutcome(problems)
        elif cache and key:
            yield FileOutcome(problems, cache.kept(name, key, item.head), key)
        else:
            yield FileOutcome(problems, restored_from(name, item))
