"""Faults of the reference server, by topic: each one is a few decisions replaced by wrong ones."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from ..service import Job, ReferenceService
from . import orders, pages, parameters, responses, signatures, sources, state

__all__ = ["FAULTS", "faulty"]

Decisions: TypeAlias = Mapping[str, Any]
_TOPICS = (orders, signatures, sources, parameters, pages, responses, state)


def _named() -> Iterator[tuple[str, Decisions]]:
    for topic in _TOPICS:
        title = topic.__name__.rpartition(".")[2]
        for name, decisions in topic.FAULTS.items():
            yield f"{title}: {name}", decisions


FAULTS: Mapping[str, Decisions] = dict(_named())


def faulty(name: str, jobs: Sequence[Job]) -> ReferenceService:
    """Build the server with a fault."""
    kind: type[ReferenceService] = type("Faulty", (ReferenceService,), dict(FAULTS[name]))
    return kind(jobs)
