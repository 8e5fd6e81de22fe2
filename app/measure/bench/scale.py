"""The service with catalogues of growing size: what checking, publishing and starting cost, and every kind of question.

The service is a process that is asked over HTTP; nothing in here knows how it searches.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.content import vectors
from app.content.load import Content, load
from app.domain.progress import Progress
from app.measure.bench import scale_questions, scale_steps
from app.measure.bench.given_vectors import WordMeans
from app.measure.bench.scale_run import ScalePlan, SizeRun


def measure(plan: ScalePlan, report_progress: Progress) -> Iterator[SizeRun]:
    """The run of each size, once it has ended; its files are gone by then."""
    base = load(plan.base)
    means = None
    if plan.embedder:
        means = WordMeans(plan.embedder, base.items, report_progress, vectors.load(plan.base, plan.embedder.model))
    for count in plan.sizes:
        with tempfile.TemporaryDirectory(prefix="menukaart-scale-", ignore_cleanup_errors=True) as folder:
            run = SizeRun(count, Path(folder), plan, time.monotonic() + plan.seconds, report_progress)
            run.figures["machine"] = {"processors": os.cpu_count(), "load before": round(os.getloadavg()[0], 1)}
            _measure(run, base, means)
            run.figures["machine"]["load after"] = round(os.getloadavg()[0], 1)
            yield run


def _measure(run: SizeRun, base: Content, means: WordMeans | None) -> None:
    """All steps, as long as those that others need could be done."""
    if not run.step("generate", lambda: scale_steps.generated(run, base, means)):
        return
    run.step("check", lambda: scale_steps.checked(run))
    run.step("check again", lambda: scale_steps.checked(run))
    with run.engine() as engine:
        if not run.step("publish", lambda: scale_steps.published(run, engine)):
            return
        run.step("publish again", lambda: scale_steps.published(run, engine))
        run.step("engine's own indexing", lambda: scale_steps.indexed(run, engine))
    run.step("ready", lambda: scale_steps.ready(run))
    with run.engine() as engine:
        run.step("questions", lambda: scale_questions.asked(run, engine))
        run.step("one change", lambda: scale_steps.one_change(run, engine))
