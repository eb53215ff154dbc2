# Generated from flink-rest.yaml; do not edit.
"""Models of the contract: worker."""

from __future__ import annotations

from flinkrest._runtime.models.base import Model
from flinkrest.models._derived import TaskManagerBase


class ResourceProfile(Model, kw_only=True):
    """An amount of resources."""

    cpu_cores: float | None = None
    """Share of processors."""
    task_heap_memory: int | None = None
    """Memory of tasks on Java's heap, in MB."""
    task_off_heap_memory: int | None = None
    """Memory of tasks off Java's heap, in MB."""
    managed_memory: int | None = None
    """Managed memory, in MB."""
    network_memory: int | None = None
    """Network memory, in MB."""


class AllocatedSlot(Model, kw_only=True):
    """A slot that a job occupies."""

    job_id: str | None = None
    """Id of the job, 32 hexadecimal digits."""
    resource: ResourceProfile | None = None
    """Resources of the slot."""
    assigned_tasks: int | None = None
    """How many tasks run in it; absent in Flink 1.20."""


class TaskManager(TaskManagerBase, kw_only=True):
    """A TaskManager."""

    id: str | None = None
    """Id of the TaskManager."""
    path: str | None = None
    """Address by which the JobManager calls it."""
    data_port: int | None = None
    """Port for the data between tasks."""
    time_since_last_heartbeat: int | None = None
    """Its last heartbeat, in milliseconds since 1970-01-01 UTC despite the name."""
    slots_number: int | None = None
    """How many slots it has."""
    free_slots: int | None = None
    """How many of them are free."""
    total_resource: ResourceProfile | None = None
    """All its resources."""
    free_resource: ResourceProfile | None = None
    """Resources that no job occupies."""
    allocated_slots: list[AllocatedSlot] | None = None
    """The slots that jobs occupy; absent in a listing."""


class TaskManagerList(Model, kw_only=True):
    """The TaskManagers of a cluster."""

    taskmanagers: list[TaskManager] | None = None
    """The TaskManagers."""
