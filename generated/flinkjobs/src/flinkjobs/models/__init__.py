# Generated from openapi.yaml; do not edit.
"""Models of the contract: all of them."""

from __future__ import annotations

from .artifacts import Artifact, CdcYamlArtifact, JarArtifact, PythonArtifact, SqlArtifact
from .gateway import AccessDeniedDetail, Refusal
from .jobs import GetJobResponse, Job, ListJobsResponse
from .logs import Log4jLogger, Logging, LogReservePolicy
from .metrics import JobMetric
from .resources import (
    BasicResourceSetting,
    BatchResourceSetting,
    ExpertResourceSetting,
    NodeProfile,
    PlanEdge,
    PlanNode,
    ResourcePlan,
    ResourceSpec,
    SlotProfile,
    StreamingResourceSetting,
)
from .starts import LocalVariable, RestoreStrategy
from .states import JobFailure, JobStatus, RunningStatus

__all__ = [
    "AccessDeniedDetail",
    "Artifact",
    "BasicResourceSetting",
    "BatchResourceSetting",
    "CdcYamlArtifact",
    "ExpertResourceSetting",
    "GetJobResponse",
    "JarArtifact",
    "Job",
    "JobFailure",
    "JobMetric",
    "JobStatus",
    "ListJobsResponse",
    "LocalVariable",
    "Log4jLogger",
    "LogReservePolicy",
    "Logging",
    "NodeProfile",
    "PlanEdge",
    "PlanNode",
    "PythonArtifact",
    "Refusal",
    "ResourcePlan",
    "ResourceSpec",
    "RestoreStrategy",
    "RunningStatus",
    "SlotProfile",
    "SqlArtifact",
    "StreamingResourceSetting",
]
