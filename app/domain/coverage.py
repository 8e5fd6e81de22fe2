"""A question about coverage: which two facets to set against each other, and which items to count."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, field_validator

from app.domain.facets import FACET_BY_NAME
from app.domain.queries import Filters
from app.domain.unknown_names import UnknownName


def _facet(name: str) -> str:
    if name not in FACET_BY_NAME:
        raise UnknownName(name[:80], FACET_BY_NAME)
    return name


FacetName = Annotated[str, AfterValidator(_facet), Field(json_schema_extra={"enum": list(FACET_BY_NAME)})]


class Axes(BaseModel):
    """The two facets. A model of its own, so that they come first in the description of the question."""

    rows: FacetName = Field("problemArea", description="the facet whose terms are the rows: what is needed", examples=["problemArea"])
    columns: FacetName = Field(
        "partner",
        validate_default=True,
        description="the facet whose terms are the columns: by whom, where or how; another one than `rows`",
        examples=["partner"],
    )

    @field_validator("columns")
    @classmethod
    def _differ(cls, columns: str, info: ValidationInfo) -> str:
        """Of one facet a search takes any of two terms, never both, so no search could list the items of a cell."""
        if columns == info.data.get("rows"):
            raise ValueError(f"must be another facet than rows, and both are {columns!r}")
        return columns


class CoverageQuery(Filters, Axes):
    """One matrix.

    A choice in the facet of the rows or the columns says which of them are shown: the chosen terms and what is narrower. All other
    filters say which items are counted.
    """

    @property
    def counted(self) -> Filters:
        """The filters that say which items are counted."""
        return self.without(self.rows, self.columns)
