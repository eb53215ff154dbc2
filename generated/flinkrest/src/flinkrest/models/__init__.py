# Generated from flink-rest.yaml; do not edit.
"""Models of the contract: all of them."""

from __future__ import annotations

from .checkpoint import (
    Checkpoint,
    CheckpointConfig,
    CheckpointCounts,
    Checkpoints,
    Externalization,
    LatestCheckpoints,
    RestoredCheckpoint,
)
from .cluster import Dashboard, Features, Overview, Refusal, Setting
from .failure import ConcurrentException, ExceptionHistory, Exceptions, RootException
from .jar import Jar, JarList, Planning, PlanRequest, RunRequest, Submission
from .job import ExecutionConfig, Job, JobConfig, JobList, JobSummary, Metric, TaskCounts, Vertex
from .trigger import (
    DisposalRequest,
    FailureCause,
    SavepointRequest,
    StopRequest,
    Trigger,
    TriggerOutcome,
    TriggerResult,
    TriggerStatus,
)
from .worker import AllocatedSlot, ResourceProfile, TaskManager, TaskManagerList

__all__ = [
    "AllocatedSlot",
    "Checkpoint",
    "CheckpointConfig",
    "CheckpointCounts",
    "Checkpoints",
    "ConcurrentException",
    "Dashboard",
    "DisposalRequest",
    "ExceptionHistory",
    "Exceptions",
    "ExecutionConfig",
    "Externalization",
    "FailureCause",
    "Features",
    "Jar",
    "JarList",
    "Job",
    "JobConfig",
    "JobList",
    "JobSummary",
    "LatestCheckpoints",
    "Metric",
    "Overview",
    "PlanRequest",
    "Planning",
    "Refusal",
    "ResourceProfile",
    "RestoredCheckpoint",
    "RootException",
    "RunRequest",
    "SavepointRequest",
    "Setting",
    "StopRequest",
    "Submission",
    "TaskCounts",
    "TaskManager",
    "TaskManagerList",
    "Trigger",
    "TriggerOutcome",
    "TriggerResult",
    "TriggerStatus",
    "Vertex",
]
