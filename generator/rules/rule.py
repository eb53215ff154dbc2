"""The type of a rule."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from ..diagnostics import Diagnostic
from ..openapi.index import DocumentIndex

__all__ = ["Rule"]

Rule: TypeAlias = Callable[[DocumentIndex], Iterator[Diagnostic]]
