"""The report as JSON: everything that may be told, as data, and the schema of that.

Both are made from the tree itself, so a part that is added there is in the document and in its schema. The schema is
published as ``docs/report.schema.json``; it is JSON Schema, draft 2020-12.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Final, Literal

from pydantic import ConfigDict, TypeAdapter

from copworkshop.export.tree import Report

REPORT_SCHEMA: Final = 1
"""The number of this form of the document. It grows when something that was there is gone or means something else."""


@dataclass(frozen=True, slots=True)
class Document:
    """The report of a copworkshop session."""

    # What the tree says of its attributes goes into the schema.
    __pydantic_config__: ClassVar = ConfigDict(use_attribute_docstrings=True)

    schema: Literal[1]
    """The number of this form of the document."""
    report: Report


def json_document(report: Report) -> str:
    """Return the report as one JSON object, indented, ending in a newline.

    Its keys are the names of the tree. A part that is missing is null, with a sentence next to it that says why.
    """
    document = Document(schema=REPORT_SCHEMA, report=report)
    return _adapter().dump_json(document, indent=2).decode() + "\n"


def json_schema() -> dict[str, Any]:
    """Return the schema of what :func:`json_document` writes: every key is there, and no other."""
    schema = _adapter().json_schema(mode="serialization")
    for each in (schema, *schema["$defs"].values()):
        if each["type"] == "object":
            each["additionalProperties"] = False
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


# Made when it is first asked for: the screens load this module, and are up sooner without it.
@cache
def _adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)
