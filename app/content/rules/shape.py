"""Rules on the shape of a file: from its text to a validated item or model, or to every problem that keeps it from being one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.content import files
from app.content.body import MarkdownBody
from app.content.files import TextFile
from app.content.rules.markdown import check_body
from app.content.yaml import Document, YamlFault, YamlFields, parse_document, parse_yaml
from app.domain.checksums import checksum, dump
from app.domain.errors import ContentProblem
from app.domain.facets import FieldPath
from app.domain.items import BODY_LENGTH, ITEM_MODELS, NOT_IN_FRONT_MATTER, Item
from app.domain.messages import causes, reason, requirement, shown
from app.domain.unknown_names import did_you_mean

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class ItemFile:
    """An item with the file that it was read from: the input of every rule. `known_checksum` is empty until somebody worked it out."""

    name: str
    document: Document
    item: Item
    known_checksum: str = ""

    @property
    def body(self) -> MarkdownBody:
        """The text below the front matter."""
        return self.document.body

    @property
    def checksum(self) -> str:
        """The checksum of the item's data, as the database compares it."""
        return self.known_checksum or checksum(dump(self.item))

    @property
    def folder(self) -> str:
        """The name of the folder that the file lies in."""
        return PurePath(self.name).parent.name

    def problem(self, path: FieldPath, message: str) -> ContentProblem:
        """A problem at a place in the front matter."""
        return ContentProblem(self.name, self.document.front.line_of(path), message)

    def body_problem(self, line: int, message: str) -> ContentProblem:
        """A problem on a line of the body's text, whose first line is 0."""
        return ContentProblem(self.name, self.document.text_line + line, f"the body {message}")

    def whole_body_problem(self, message: str) -> ContentProblem:
        """A problem of the body as a whole."""
        return ContentProblem(self.name, self.document.body_line, f"the body {message}")


@dataclass(frozen=True, slots=True)
class ModelFile(Generic[Model]):
    """A YAML file as a validated model, with its fields as they stand in the file."""

    name: str
    fields: YamlFields
    model: Model

    def problem(self, path: FieldPath, message: str) -> ContentProblem:
        """A problem at a place in the file."""
        return ContentProblem(self.name, self.fields.line_of(path), message)


def item_in(file: TextFile) -> ItemFile | list[ContentProblem]:
    """The item in a text, or every problem that keeps it from being one."""
    try:
        document = parse_document(file.text)
    except YamlFault as fault:
        return [ContentProblem(file.name, fault.line, fault.message)]
    result = _item_file(file, document)
    if isinstance(result, ItemFile) or len(document.body.text) > BODY_LENGTH:
        return result
    remarks = check_body(document.body)
    return [*result, *(ContentProblem(file.name, document.text_line + remark.line, f"the body {remark.message}") for remark in remarks)]


def read_model(path: Path, root: Path, model: type[Model]) -> ModelFile[Model] | list[ContentProblem]:
    """The model in a YAML file, or every problem that keeps it from being one."""
    file = files.read(path, root, ".yaml")
    if isinstance(file, ContentProblem):
        return [file]
    try:
        fields = parse_yaml(file.text)
    except YamlFault as fault:
        return [ContentProblem(file.name, fault.line, fault.message)]
    try:
        return ModelFile(file.name, fields, model.model_validate(fields.data))
    except ValidationError as error:
        return [ContentProblem(file.name, fields.line_of(details["loc"]), requirement(details, model)) for details in causes(error, model)]


def _item_file(file: TextFile, document: Document) -> ItemFile | list[ContentProblem]:
    front = document.front
    kind = front.data.get("kind")
    allowed = files.KINDS_BY_FOLDER.get(files.plain(file.path).parent.name, tuple(ITEM_MODELS))
    if not isinstance(kind, str) or kind not in allowed:
        return [ContentProblem(file.name, front.line_of(("kind",)), _kind_requirement(kind, allowed))]
    model = ITEM_MODELS[kind]
    reserved = [
        ContentProblem(file.name, front.line_of((name,)), f"`{name}` does not belong in the front matter; it comes from the file itself")
        for name in sorted(NOT_IN_FRONT_MATTER & front.data.keys())
    ]
    try:
        item = model.model_validate({**front.data, "slug": file.path.stem, "body": document.body.text.strip() or "-"})
    except ValidationError as error:
        return reserved + [_field_problem(file.name, document, details, model) for details in causes(error, model)]
    return reserved or ItemFile(file.name, document, item)


def _kind_requirement(kind: object, allowed: Sequence[str]) -> str:
    wanted = " or ".join(allowed)
    if kind is None:
        return f"`kind` is required: {wanted} in this folder"
    folder = next((name for name, kinds in files.KINDS_BY_FOLDER.items() if kind in kinds), None)
    hint = f"; a {kind} belongs in {folder}" if folder else did_you_mean(str(kind), allowed)
    return f"`kind` must be {wanted} in this folder, not {shown(kind)}{hint}"


def _field_problem(name: str, document: Document, details: ErrorDetails, model: type[Item]) -> ContentProblem:
    """A field that is wrong. The slug and the body are fields that come from the file itself."""
    if details["loc"] == ("slug",):
        return ContentProblem(name, 1, f"the file name {reason(details, model)}")
    if details["loc"] == ("body",):
        return ContentProblem(name, document.body_line, f"the body {reason(details, model)}")
    return ContentProblem(name, document.front.line_of(details["loc"]), requirement(details, model))
