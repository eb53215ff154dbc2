"""The server under test: its address, key, known ids, and the needs of clauses that it meets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..senders import Sender
from ..signing import Key

if TYPE_CHECKING:
    from ..contract import Operation
    from .control import TargetControl
    from .fixtures import Fixtures

__all__ = ["Target", "UnusableTarget"]


class UnusableTarget(Exception):
    """The target cannot be tested; the message has the reason, in one line."""


def _no_fixtures() -> "Fixtures":
    from .fixtures import NoFixtures

    return NoFixtures()


_SOUGHT = {"deploymentName": "none", "labelKey": "none", "labelValue": "none"}
"""Values of names and labels that an operation requires: a lookup succeeds, whether it finds anything or not."""


def _of_flink(job_id: Any) -> dict[str, Any]:
    """Return the parameters with which Flink is asked about a job."""
    if not isinstance(job_id, str):
        return {}
    path = f"/jobs/{job_id.replace('-', '')}"
    return {"resourceType": "jobs", "resourceId": job_id, "flinkApiPath": path}


@dataclass(frozen=True)
class Target:
    """A server under test; `values` are parameters that find something, by their names.

    `written` are those with which operations that write are called: of things that nobody reads, and
    that nobody misses.

    A `read_only` target holds data of somebody else: it is only read unless it `may_write`, at most
    `rate` requests a second (0: any number), and a violation is checked again where the data changed.
    Where there is a `control`, its data, keys and clock are in our hands.
    """

    url: str
    key: Key
    values: Mapping[str, Any]
    send: Sender
    written: dict[str, Any] = field(default_factory=dict)
    control: "TargetControl | None" = None
    fixtures: "Fixtures" = field(default_factory=_no_fixtures)
    read_only: bool = False
    may_write: bool = False
    rate: float = 0.0

    def values_for(
        self, operation: "Operation", values: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        """Return the values that an operation is called with, those of a clause before the target's own."""
        own = self.values if operation.reads_only else {**self.values, **self.written}
        merged = {**own, **(values or {})}
        required = {parameter.name for parameter in operation.parameters if parameter.required}
        sought = {name: value for name, value in _SOUGHT.items() if name in required}
        return {**sought, **_of_flink(merged.get("jobId")), **merged}

    @property
    def accepts_writes(self) -> bool:
        """Whether requests may be sent that could change something."""
        return self.may_write or not self.read_only

    @property
    def offers(self) -> frozenset[str]:
        """The needs that it meets: `control`, `clock`, `writes`, `written`, `savepoint`, and its fixtures'."""
        offered = {"writes": self.accepts_writes, "control": self.control is not None}
        offered["savepoint"] = "savepointId" in self.values
        offered["written"] = bool(self.written)
        offered["clock"] = self.control is not None and self.control.clock is not None
        return self.fixtures.offers | {name for name, there in offered.items() if there}

    def close(self) -> None:
        """Close its connections."""
        self.send.close()
