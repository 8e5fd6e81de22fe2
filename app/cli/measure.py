"""Commands that measure how good the search is."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from app import settings
from app.cli.reporting import command_group, reports_errors
from app.cli.services import chosen_embedder, published_catalogue
from app.db.engine import reading
from app.measure.evaluate import report as evaluation
from app.measure.evaluate.baseline import BASELINE, JUDGEMENTS, losses, read_baseline, write_baseline
from app.measure.evaluate.judged import judgements as read_judgements
from app.measure.evaluate.steps import BusyModel

commands = command_group()


@commands.command()
@reports_errors
def evaluate(
    *,
    judgements: Annotated[Path, typer.Option(help="The judged queries.")] = JUDGEMENTS,
    set_aside: Annotated[bool, typer.Option("--set-aside", help="Report on the half that nothing is tuned on.")] = False,
    word_vectors: Annotated[bool, typer.Option("--word-vectors", help="As when the model is busy: by the vectors of words.")] = False,
    reference: Annotated[bool, typer.Option("--reference", help="Score every item, to hold the bounded search against.")] = False,
    steps: Annotated[bool, typer.Option("--steps", help="Also what each step of the search buys.")] = False,
    save: Annotated[Path | None, typer.Option(help="Save this run to compare with later.")] = None,
    against: Annotated[Path | None, typer.Option(help="Compare with a saved run.")] = None,
    gate: Annotated[bool, typer.Option("--gate", help="Fail when either half is worse than the baseline allows.")] = False,
    new_baseline: Annotated[bool, typer.Option("--new-baseline", help="Make this run the baseline, on purpose.")] = False,
) -> None:
    """Measure how good the search is on judged queries."""
    values = settings.load()
    every = read_judgements(judgements)
    queries = every if gate or new_baseline else [judged for judged in every if judged.set_aside is set_aside]
    with published_catalogue(values) as (sessions, server), reading(sessions) as session:
        embedder = chosen_embedder(values)
        asked = BusyModel(embedder.model) if embedder and word_vectors else embedder
        report = asyncio.run(evaluation.report(session, server, asked, queries, with_steps=steps, scores_all=reference))
    if new_baseline:
        write_baseline(report.found, BASELINE)
        typer.echo(f"Wrote {BASELINE}; commit it with the reason.")
        return
    if gate:
        lost = losses(report.found, read_baseline(BASELINE))
        for line in lost:
            typer.echo(line)
        if lost:
            raise typer.Exit(1)
        typer.echo("The search is as good as the baseline.")
        return
    typer.echo(evaluation.text(report, evaluation.saved(against) if against else None))
    if save:
        evaluation.save(report, save)
