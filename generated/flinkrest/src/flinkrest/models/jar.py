# Generated from flink-rest.yaml; do not edit.
"""Models of the contract: jar."""

from __future__ import annotations

from typing import Any, Literal

from flinkrest._runtime.models.base import Model
from flinkrest.models._derived import JarBase


class Jar(JarBase, kw_only=True):
    """An uploaded jar."""

    id: str | None = None
    """Id of the jar, which ends with its name."""
    name: str | None = None
    """Name of the uploaded file."""
    uploaded: int | None = None
    """When it was uploaded, in milliseconds since 1970-01-01 UTC."""


class RunRequest(Model, kw_only=True):
    """How to run a program."""

    entry_class: str | None = None
    """Class with the main method; by default that of the manifest."""
    program_args_list: list[str] | None = None
    """Arguments of the program."""
    parallelism: int | None = None
    """Parallelism of the job; by default that of the configuration."""
    job_id: str | None = None
    """Id that the job is to have."""
    savepoint_path: str | None = None
    """Savepoint or checkpoint to restore."""
    allow_non_restored_state: bool | None = None
    """Whether state that fits no operator is dropped."""
    claim_mode: Literal["CLAIM", "NO_CLAIM", "LEGACY"] | str | None = None
    """Who owns the restored savepoint; CLAIM lets Flink delete it."""
    flink_configuration: dict[str, str] | None = None
    """Settings of the job."""


class PlanRequest(Model, kw_only=True):
    """How to run a program for its plan."""

    entry_class: str | None = None
    """Class with the main method; by default that of the manifest."""
    program_args_list: list[str] | None = None
    """Arguments of the program."""
    flink_configuration: dict[str, str] | None = None
    """Settings of the job."""


class Planning(Model, kw_only=True):
    """The plan of a job."""

    plan: dict[str, Any] | None = None
    """Operators of the job, and how they are connected."""


class Submission(Model, kw_only=True):
    """A submitted job."""

    jobid: str | None = None
    """Id of the job, 32 hexadecimal digits."""


class JarList(Model, kw_only=True):
    """Uploaded jars."""

    address: str | None = None
    """Address of the JobManager."""
    files: list[Jar] | None = None
    """The jars."""
