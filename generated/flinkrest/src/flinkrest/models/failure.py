# Generated from flink-rest.yaml; do not edit.
"""Models of the contract: failure."""

from __future__ import annotations

from flinkrest._runtime.models.base import Model
from flinkrest.models._derived import ConcurrentExceptionBase, ExceptionsBase, RootExceptionBase


class ConcurrentException(ConcurrentExceptionBase, kw_only=True):
    """A failure that came with another one."""

    exception_name: str | None = None
    """Java class of the exception."""
    stacktrace: str | None = None
    """Message and stack, then those of each cause after Caused by."""
    timestamp: int | None = None
    """When it happened, in milliseconds since 1970-01-01 UTC."""
    task_name: str | None = None
    """Task that failed."""
    endpoint: str | None = None
    """Host and port of the TaskManager."""
    task_manager_id: str | None = None
    """Id of the TaskManager."""


class RootException(RootExceptionBase, kw_only=True):
    """A failure that the job as a whole reacted to."""

    exception_name: str | None = None
    """Java class of the exception."""
    stacktrace: str | None = None
    """Message and stack, then those of each cause after Caused by."""
    timestamp: int | None = None
    """When it happened, in milliseconds since 1970-01-01 UTC."""
    task_name: str | None = None
    """Task that failed; absent when the job failed as a whole."""
    endpoint: str | None = None
    """Host and port of the TaskManager."""
    task_manager_id: str | None = None
    """Id of the TaskManager."""
    failure_labels: dict[str, str] | None = None
    """Labels added by failure enrichers."""
    concurrent_exceptions: list[ConcurrentException] | None = None
    """Failures because of it, or at the same time."""


class ExceptionHistory(Model, kw_only=True):
    """Failures, the latest first."""

    entries: list[RootException] | None = None
    """The failures."""
    truncated: bool | None = None
    """Whether there were more."""


class Exceptions(ExceptionsBase, kw_only=True):
    """Failures of a job."""

    exception_history: ExceptionHistory | None = None
    """The failures, the latest first."""
    root_exception: str | None = None
    """Stack of the latest failure; Flink 1.20 only."""
    timestamp: int | None = None
    """Time of the latest failure, in milliseconds since 1970-01-01 UTC; Flink 1.20 only."""
