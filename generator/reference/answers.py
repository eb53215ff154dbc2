"""What an operation may answer, by status."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..ir import Operation
from .localized_spec import Reading

__all__ = ["Answer", "answers"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A response of an operation: where it is described, which schema it has, and its headers."""

    status: str
    pointer: str
    model: str
    headers: tuple[str, ...]


def answers(spec: Reading, operation: Operation) -> Iterator[Answer]:
    """Give the responses of an operation in the order of the document, references followed."""
    inside = f"{operation.pointer}/responses"
    for status in spec.node(inside):
        pointer = spec.followed(f"{inside}/{status}")
        response = spec.node(pointer)
        content = response.get("content", {}).get("application/json", {})
        model = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        yield Answer(str(status), pointer, model, tuple(response.get("headers", {})))
