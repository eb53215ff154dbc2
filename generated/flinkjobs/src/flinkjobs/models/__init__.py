# Generated from openapi.yaml; do not edit.
"""Models of the contract: all of them."""

from __future__ import annotations

from .artifacts import Artifact, CdcYamlArtifact, JarArtifact, PythonArtifact, SqlArtifact
from .deployments import (
    BriefDeploymentTarget,
    DeleteDeploymentResponse,
    Deployment,
    FoundDeploymentsResponse,
    GetDeploymentResponse,
    JobSummary,
    ListDeploymentsResponse,
)
from .engines import (
    EngineFeatures,
    EngineVersion,
    EngineVersionIndex,
    ListEngineVersionMetadataResponse,
)
from .events import Event, GetEventsResponse
from .gateway import AccessDeniedDetail, Refusal
from .jobs import (
    DeleteJobResponse,
    GetJobResponse,
    GetLatestJobStartLogResponse,
    Job,
    ListJobsResponse,
    StopJobRequest,
)
from .logs import Log4jLogger, Logging, LogReservePolicy
from .metrics import JobMetric
from .proxied import FlinkApiProxyResponse
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
from .savepoints import (
    CreateSavepointRequest,
    DeleteSavepointResponse,
    GetSavepointResponse,
    ListSavepointsResponse,
    Savepoint,
    SavepointFailure,
    SavepointStatus,
)
from .starts import (
    BriefResourceSetting,
    JobStartParameters,
    LocalVariable,
    RestoreRequest,
    RestoreStrategy,
    StartJobRequest,
)
from .statements import SqlError, SqlStatement, SqlValidation, ValidateSqlStatementResponse
from .states import JobFailure, JobStatus, RunningStatus
from .targets import DeploymentTarget, ListDeploymentTargetsResponse, ResourceAmount, ResourceQuota
from .variables import (
    DeleteVariableResponse,
    GetVariableResponse,
    ListVariablesResponse,
    Variable,
    VariableChanges,
)

__all__ = [
    "AccessDeniedDetail",
    "Artifact",
    "BasicResourceSetting",
    "BatchResourceSetting",
    "BriefDeploymentTarget",
    "BriefResourceSetting",
    "CdcYamlArtifact",
    "CreateSavepointRequest",
    "DeleteDeploymentResponse",
    "DeleteJobResponse",
    "DeleteSavepointResponse",
    "DeleteVariableResponse",
    "Deployment",
    "DeploymentTarget",
    "EngineFeatures",
    "EngineVersion",
    "EngineVersionIndex",
    "Event",
    "ExpertResourceSetting",
    "FlinkApiProxyResponse",
    "FoundDeploymentsResponse",
    "GetDeploymentResponse",
    "GetEventsResponse",
    "GetJobResponse",
    "GetLatestJobStartLogResponse",
    "GetSavepointResponse",
    "GetVariableResponse",
    "JarArtifact",
    "Job",
    "JobFailure",
    "JobMetric",
    "JobStartParameters",
    "JobStatus",
    "JobSummary",
    "ListDeploymentTargetsResponse",
    "ListDeploymentsResponse",
    "ListEngineVersionMetadataResponse",
    "ListJobsResponse",
    "ListSavepointsResponse",
    "ListVariablesResponse",
    "LocalVariable",
    "Log4jLogger",
    "LogReservePolicy",
    "Logging",
    "NodeProfile",
    "PlanEdge",
    "PlanNode",
    "PythonArtifact",
    "Refusal",
    "ResourceAmount",
    "ResourcePlan",
    "ResourceQuota",
    "ResourceSpec",
    "RestoreRequest",
    "RestoreStrategy",
    "RunningStatus",
    "Savepoint",
    "SavepointFailure",
    "SavepointStatus",
    "SlotProfile",
    "SqlArtifact",
    "SqlError",
    "SqlStatement",
    "SqlValidation",
    "StartJobRequest",
    "StopJobRequest",
    "StreamingResourceSetting",
    "ValidateSqlStatementResponse",
    "Variable",
    "VariableChanges",
]
