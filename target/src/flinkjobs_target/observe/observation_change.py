"""A change of the observation of a job."""

from msgspec import Struct

from .jobs.facts import Observation

__all__ = ["ObservationChange"]


class ObservationChange(Struct, frozen=True):
    """The observation of a job before and after a write; `key` is that of its row."""

    key: str
    before: Observation | None
    after: Observation
