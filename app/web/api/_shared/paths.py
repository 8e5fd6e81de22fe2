"""The parts of addresses that several resources have."""

from typing import Annotated

from fastapi import Path

Slug = Annotated[str, Path(description="the item's slug; an old one is answered with 301", examples=["feedback"])]
