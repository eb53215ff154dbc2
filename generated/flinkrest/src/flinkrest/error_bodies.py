# Generated from flink-rest.yaml; do not edit.
"""Types of the bodies of error responses, by operation and status; loaded with the first error."""

from collections.abc import Mapping
from typing import Any

from .models import cluster

__all__ = ["ERROR_BODIES"]

ERROR_BODIES: Mapping[str, Mapping[str, Any]] = {
    "GetOverview": {
        "default": cluster.Refusal,
    },
    "GetDashboard": {
        "default": cluster.Refusal,
    },
    "ListSettings": {
        "default": cluster.Refusal,
    },
    "ListJobs": {
        "default": cluster.Refusal,
    },
    "GetJob": {
        "default": cluster.Refusal,
    },
    "CancelJob": {
        "default": cluster.Refusal,
    },
    "GetConfig": {
        "default": cluster.Refusal,
    },
    "ListJobSettings": {
        "default": cluster.Refusal,
    },
    "GetExceptions": {
        "default": cluster.Refusal,
    },
    "GetCheckpoints": {
        "default": cluster.Refusal,
    },
    "GetCheckpointConfig": {
        "default": cluster.Refusal,
    },
    "ListMetrics": {
        "default": cluster.Refusal,
    },
    "StopJob": {
        "default": cluster.Refusal,
    },
    "TriggerSavepoint": {
        "default": cluster.Refusal,
    },
    "GetSavepoint": {
        "default": cluster.Refusal,
    },
    "DisposeSavepoint": {
        "default": cluster.Refusal,
    },
    "GetDisposal": {
        "default": cluster.Refusal,
    },
    "ListJars": {
        "default": cluster.Refusal,
    },
    "RunJar": {
        "default": cluster.Refusal,
    },
    "PlanJar": {
        "default": cluster.Refusal,
    },
    "ListTaskManagers": {
        "default": cluster.Refusal,
    },
    "GetTaskManager": {
        "default": cluster.Refusal,
    },
}
