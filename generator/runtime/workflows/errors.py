"""The errors of runs that end without their goal."""

from typing import Any, ClassVar

from ..errors import ApiError
from ..messages import Message

__all__ = [
    "WorkflowConflictError",
    "WorkflowError",
    "WorkflowFailedError",
    "WorkflowInterruptedError",
    "WorkflowRolledBackError",
    "WorkflowTimeoutError",
]


class WorkflowError(ApiError):
    """A run of a workflow ended without its goal; `run` is its id, `step` the step that it ended at.

    `cause` is the error of the call that ended it, if one did. `exit_code` is that of the command line,
    unless the cause decides.
    """

    exit_code: ClassVar[int | None] = None

    def __init__(
        self,
        message: str | Message,
        *,
        run: str = "",
        step: str = "",
        cause: ApiError | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(message, **facts)
        self.run = run
        self.step = step
        self.cause = cause


class WorkflowFailedError(WorkflowError):
    """The goal cannot be reached, or what the run is about does not exist."""


class WorkflowRolledBackError(WorkflowFailedError):
    """The goal could not be reached, and the run was undone; `result` is what the undoing returned."""

    exit_code = 7

    def __init__(self, message: str | Message, *, result: Any = None, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.result = result


class WorkflowConflictError(WorkflowError):
    """Somebody else changed what the run works on, or another run of it is under way."""

    exit_code = 6


class WorkflowTimeoutError(WorkflowError):
    """A step did not end in time; the run can be continued."""

    exit_code = 124


class WorkflowInterruptedError(WorkflowError):
    """A call failed for a reason that may pass, so that the run stopped where it was. It can be continued."""
