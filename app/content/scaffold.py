"""A new content file with every required field, to fill in."""

import re
from datetime import date
from pathlib import Path

from app.content.files import KINDS_BY_FOLDER, display_name
from app.domain.errors import Fault, InvalidInput
from app.domain.items import ITEM_MODELS
from app.domain.unknown_names import did_you_mean

COMMON = """---
kind: {kind}
title: ""
summary: ""
questions:
  - ""
  - ""
  - ""
  - ""
school_types: []
problem_areas: []
partners: []
{own}sources:
  - id: bron
    title: ""
    publisher: ""
    url: null
    seen: {today}
last_reviewed: {today}
---

## Wat is het?

"""
OWN = {
    "intervention": "goal: \nratings: []\n",
    "programme": "recognition: {level: geen-erkenning-gevonden, words: null, body: null, date: null}\nowner: null\ninstance_of: []\n",
    "good-practice": 'organisation: ""\nperiod: null\nprogramme_money: unknown\nplaces: []\napplies: []\n',
    "measure": "spending_goal: {goal: , basis: editorial}\nsteps: []\nsupplements: []\nexamples: []\n",
    "guide": "audience: [school, municipality]\n",
}


def create(root: Path, kind: str, slug: str) -> str:
    """Write the file and return its name. Raises InvalidInput when the kind is unknown, the slug is none, or the file exists."""
    if kind not in ITEM_MODELS:
        raise InvalidInput([Fault("kind", f"must be {', '.join(ITEM_MODELS)}{did_you_mean(kind, ITEM_MODELS)}")])
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise InvalidInput([Fault("slug", "must be lower-case letters, digits and single hyphens")])
    folder = next(name for name, kinds in KINDS_BY_FOLDER.items() if kind in kinds)
    path = root / folder / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(COMMON.format(kind=kind, own=OWN[kind], today=date.today().isoformat()))
    except FileExistsError:
        raise InvalidInput([Fault("slug", f"{display_name(path)} exists already")]) from None
    return display_name(path)
