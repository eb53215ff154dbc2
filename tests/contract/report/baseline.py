"""A baseline: known failures of a server, which do not fail a run."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from .results import ClauseResult

__all__ = ["Baseline", "KnownFailure"]


class KnownFailure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause, and why it is known to fail: for another cause, its failure is new."""

    clause: str
    cause: str


class Baseline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The known failures of a file."""

    failures: tuple[KnownFailure, ...] = ()

    @classmethod
    def read(cls, path: Path) -> "Baseline":
        """Read a file; raise ValueError with the reason and the remedy."""
        try:
            return msgspec.json.decode(path.read_bytes(), type=cls)
        except OSError as error:
            reason = f"cannot be read: {error.strerror}"
        except ValueError as error:
            reason = f"is no baseline: {error}"
        raise ValueError(f"{path} {reason}; --write-baseline writes one")

    @classmethod
    def of(cls, results: Iterable[ClauseResult]) -> "Baseline":
        """Build the baseline of the failures of a run."""
        found = {KnownFailure(result.id, result.cause.text) for result in results}
        return cls(tuple(sorted(found, key=lambda failure: (failure.clause, failure.cause))))

    def write(self, path: Path) -> None:
        """Write it with a failure a line, for version control."""
        text = msgspec.json.format(msgspec.json.encode(self), indent=1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text + b"\n")

    def has(self, clause: str, cause: str) -> bool:
        """Whether a failure is known."""
        return KnownFailure(clause, cause) in self.failures

    def gone(self, results: Iterable[ClauseResult]) -> list[str]:
        """Return the clauses that are known to fail, and held in a run."""
        held = {result.id for result in results if result.holds}
        return sorted({failure.clause for failure in self.failures} & held)
