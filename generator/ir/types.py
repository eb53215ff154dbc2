"""Types by name, and the contents that a response may have."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Content", "TypeAlias", "TypeRef"]


@dataclass(frozen=True, slots=True)
class TypeRef:
    """A type by name: a model in a module of `models`, an alias, or one of Python's own."""

    module: str
    name: str
    home: Literal["models", "operations", "builtin"] = "models"

    @property
    def annotation(self) -> str:
        """The name by which annotations of models know it: `jobs.Job`, or `Job` without a module."""
        return f"{self.module}.{self.name}" if self.module else self.name


@dataclass(frozen=True, slots=True)
class TypeAlias:
    """A name for the type of a body or a response, and the models and unions it is made of.

    `item` is the model that it is a list of, where it is one.
    """

    name: str
    annotation: str
    uses: tuple[str, ...]
    item: TypeRef | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A content of a response; see `generator.runtime.contract.contents`. `type` is an annotation."""

    status: str
    decoding: str
    media_type: str
    type: str
