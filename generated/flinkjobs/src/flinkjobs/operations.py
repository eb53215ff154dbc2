# Generated from openapi.yaml; do not edit.
"""The operations of the contract as data, for client, server and command line."""

from typing import Any, TypeAlias

from ._runtime.contract.operation import (
    Idempotency,
    Lookup,
    LookupArgument,
    Operation,
    Pagination,
    Parameter,
)
from ._runtime.pagination.only import Only
from ._runtime.parameters.bodies import JsonBody
from ._runtime.parameters.body_check import BodyCheck
from ._runtime.parameters.scalars import Boolean, Choice, Integer, Text
from ._runtime.polling.latest import Latest
from ._runtime.polling.poller import Waiter
from .body_schemas import BODY_SCHEMAS
from .contract import ENVELOPE
from .models import (
    DeleteDeploymentResponse,
    DeleteJobResponse,
    DeleteSavepointResponse,
    Deployment,
    FlinkApiProxyResponse,
    FoundDeploymentsResponse,
    GetDeploymentResponse,
    GetJobResponse,
    GetLatestJobStartLogResponse,
    GetSavepointResponse,
    Job,
    ListDeploymentsResponse,
    ListJobsResponse,
    ListSavepointsResponse,
    Savepoint,
    ValidateSqlStatementResponse,
    deployments,
    jobs,
    savepoints,
    starts,
    statements,
)

__all__ = [
    "LIST_DEPLOYMENTS",
    "CREATE_DEPLOYMENT",
    "GET_DEPLOYMENT",
    "UPDATE_DEPLOYMENT",
    "DELETE_DEPLOYMENT",
    "GET_DEPLOYMENTS_BY_NAME",
    "GET_DEPLOYMENTS_BY_LABEL",
    "UPDATE_DEPLOYMENT_BY_NAME",
    "DELETE_DEPLOYMENT_BY_NAME",
    "LIST_SAVEPOINTS",
    "CREATE_SAVEPOINT",
    "GET_SAVEPOINT",
    "DELETE_SAVEPOINT",
    "VALIDATE_SQL_STATEMENT",
    "FLINK_API_PROXY",
    "LIST_JOBS",
    "START_JOB",
    "START_JOB_WITH_PARAMS",
    "STOP_JOB",
    "GET_JOB",
    "DELETE_JOB",
    "GET_LATEST_JOB_START_LOG",
    "LIST_JOBS_LATEST",
    "GET_DEPLOYMENTS_BY_NAME_ONLY",
    "GET_SAVEPOINT_WAIT",
    "GET_JOB_WAIT",
    "CreateDeploymentBody",
    "UpdateDeploymentBody",
    "UpdateDeploymentByNameBody",
    "CreateSavepointBody",
    "ValidateSqlStatementBody",
    "StartJobBody",
    "StartJobWithParamsBody",
    "StopJobBody",
    "OPERATIONS",
]

LIST_DEPLOYMENTS = Operation(
    name="ListDeployments",
    method="GET",
    path="/api/v2/namespaces/{namespace}/deployments",
    permission="stream:ListDeployments",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="name",
            wire_name="name",
            location="query",
            codec=Text(min_length=1),
        ),
        Parameter(
            name="status",
            wire_name="status",
            location="query",
            codec=Choice(
                values=("STARTING", "RUNNING", "CANCELLING", "FAILED", "CANCELLED", "FINISHED")
            ),
        ),
        Parameter(
            name="execution_mode",
            wire_name="executionMode",
            location="query",
            codec=Choice(values=("STREAMING", "BATCH")),
        ),
        Parameter(
            name="creator",
            wire_name="creator",
            location="query",
            codec=Text(min_length=1),
        ),
        Parameter(
            name="modifier",
            wire_name="modifier",
            location="query",
            codec=Text(min_length=1),
        ),
        Parameter(
            name="label_key",
            wire_name="labelKey",
            location="query",
            codec=Text(min_length=1),
        ),
        Parameter(
            name="label_value_array",
            wire_name="labelValueArray",
            location="query",
            codec=Text(min_length=1),
        ),
        Parameter(
            name="sort_name",
            wire_name="sortName",
            location="query",
            codec=Choice(values=("gmt_create", "gmt_modified")),
            default="gmt_create",
        ),
        Parameter(
            name="page_index",
            wire_name="pageIndex",
            location="query",
            codec=Integer(minimum=1, maximum=2147483647),
            default=1,
        ),
        Parameter(
            name="page_size",
            wire_name="pageSize",
            location="query",
            codec=Integer(minimum=1, maximum=100),
            default=10,
        ),
    ),
    response_type=ListDeploymentsResponse,
    envelope=ENVELOPE,
    pagination=Pagination(
        position="page_index",
        size="page_size",
        largest=100,
        items="data",
        items_wire_name="data",
        total="total_size",
        key="deployment_id",
    ),
    keeps_additional=True,
)
DEPLOYMENT_LOOKUP = Lookup(
    operation=LIST_DEPLOYMENTS,
    filter="name",
    match="name",
    result="deployment_id",
)

CreateDeploymentBody: TypeAlias = deployments.Deployment
CREATE_DEPLOYMENT = Operation(
    name="CreateDeployment",
    method="POST",
    path="/api/v2/namespaces/{namespace}/deployments",
    permission="stream:CreateDeployment",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="body",
            wire_name="body",
            location="body",
            codec=JsonBody(
                type=CreateDeploymentBody, schema=BodyCheck("deployments.Deployment", BODY_SCHEMAS)
            ),
            required=True,
        ),
    ),
    response_type=GetDeploymentResponse,
    envelope=ENVELOPE,
    keeps_additional=True,
)

GET_DEPLOYMENTS_BY_NAME = Operation(
    name="GetDeploymentsByName",
    method="GET",
    path="/api/v2/namespaces/{namespace}/deployments/name/{deploymentName}",
    permission="stream:GetDeploymentsByName",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="deployment_name",
            wire_name="deploymentName",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="ignore_job_summary",
            wire_name="ignoreJobSummary",
            location="query",
            codec=Boolean(),
            default=False,
        ),
        Parameter(
            name="ignore_resource_setting",
            wire_name="ignoreResourceSetting",
            location="query",
            codec=Boolean(),
            default=False,
        ),
    ),
    response_type=FoundDeploymentsResponse,
    envelope=ENVELOPE,
    pagination=Pagination(
        style="whole",
        items="data",
        items_wire_name="data",
        key="deployment_id",
    ),
    keeps_additional=True,
)

GET_DEPLOYMENTS_BY_LABEL = Operation(
    name="GetDeploymentsByLabel",
    method="GET",
    path="/api/v2/namespaces/{namespace}/deployments/getDeployments/byLabel",
    permission="stream:GetDeploymentsByLabel",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="label_key",
            wire_name="labelKey",
            location="query",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="label_value",
            wire_name="labelValue",
            location="query",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="ignore_job_summary",
            wire_name="ignoreJobSummary",
            location="query",
            codec=Boolean(),
            default=False,
        ),
        Parameter(
            name="ignore_resource_setting",
            wire_name="ignoreResourceSetting",
            location="query",
            codec=Boolean(),
            default=False,
        ),
    ),
    response_type=FoundDeploymentsResponse,
    envelope=ENVELOPE,
    pagination=Pagination(
        style="whole",
        items="data",
        items_wire_name="data",
        key="deployment_id",
    ),
    keeps_additional=True,
)

UpdateDeploymentByNameBody: TypeAlias = deployments.Deployment
UPDATE_DEPLOYMENT_BY_NAME = Operation(
    name="UpdateDeploymentByName",
    method="PUT",
    path="/api/v2/namespaces/{namespace}/deployments/updateDeployment/byName",
    permission="stream:UpdateDeploymentByName",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="deployment_name",
            wire_name="deploymentName",
            location="query",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="body",
            wire_name="body",
            location="body",
            codec=JsonBody(
                type=UpdateDeploymentByNameBody,
                schema=BodyCheck("deployments.Deployment", BODY_SCHEMAS),
            ),
            required=True,
        ),
    ),
    response_type=GetDeploymentResponse,
    envelope=ENVELOPE,
    keeps_additional=True,
)

DELETE_DEPLOYMENT_BY_NAME = Operation(
    name="DeleteDeploymentByName",
    method="DELETE",
    path="/api/v2/namespaces/{namespace}/deployments/deleteDeployment/byName",
    permission="stream:DeleteDeploymentByName",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="deployment_name",
            wire_name="deploymentName",
            location="query",
            codec=Text(min_length=1),
            required=True,
        ),
    ),
    response_type=DeleteDeploymentResponse,
    envelope=ENVELOPE,
)

GET_SAVEPOINT = Operation(
    name="GetSavepoint",
    method="GET",
    path="/api/v2/namespaces/{namespace}/savepoints/{savepointId}",
    permission="stream:GetSavepoint",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="savepoint_id",
            wire_name="savepointId",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
    ),
    response_type=GetSavepointResponse,
    envelope=ENVELOPE,
)

DELETE_SAVEPOINT = Operation(
    name="DeleteSavepoint",
    method="DELETE",
    path="/api/v2/namespaces/{namespace}/savepoints/{savepointId}",
    permission="stream:DeleteSavepoint",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="savepoint_id",
            wire_name="savepointId",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
    ),
    response_type=DeleteSavepointResponse,
    envelope=ENVELOPE,
)

ValidateSqlStatementBody: TypeAlias = statements.SqlStatement
VALIDATE_SQL_STATEMENT = Operation(
    name="ValidateSqlStatement",
    method="POST",
    path="/api/v2/namespaces/{namespace}/sql-statement/validate",
    permission="stream:ValidateSqlStatement",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="body",
            wire_name="body",
            location="body",
            codec=JsonBody(
                type=ValidateSqlStatementBody,
                schema=BodyCheck("statements.SqlStatement", BODY_SCHEMAS),
            ),
            required=True,
        ),
    ),
    response_type=ValidateSqlStatementResponse,
    envelope=ENVELOPE,
)

FLINK_API_PROXY = Operation(
    name="FlinkApiProxy",
    method="GET",
    path="/flink-ui/v2/proxy",
    permission="stream:FlinkApiProxy",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="query",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="resource_type",
            wire_name="resourceType",
            location="query",
            codec=Choice(values=("jobs", "sessionclusters")),
            required=True,
        ),
        Parameter(
            name="resource_id",
            wire_name="resourceId",
            location="query",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="flink_api_path",
            wire_name="flinkApiPath",
            location="query",
            codec=Text(min_length=1),
            required=True,
        ),
    ),
    response_type=FlinkApiProxyResponse,
    envelope=ENVELOPE,
)

StopJobBody: TypeAlias = jobs.StopJobRequest
STOP_JOB = Operation(
    name="StopJob",
    method="POST",
    path="/api/v2/namespaces/{namespace}/jobs/{jobId}:stop",
    permission="stream:StopJob",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="body",
            wire_name="body",
            location="body",
            codec=JsonBody(type=StopJobBody, schema=BodyCheck("jobs.StopJobRequest", BODY_SCHEMAS)),
            required=True,
        ),
    ),
    response_type=GetJobResponse,
    envelope=ENVELOPE,
)

GET_JOB = Operation(
    name="GetJob",
    method="GET",
    path="/api/v2/namespaces/{namespace}/jobs/{jobId}",
    permission="stream:GetJob",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
    ),
    response_type=GetJobResponse,
    envelope=ENVELOPE,
)

DELETE_JOB = Operation(
    name="DeleteJob",
    method="DELETE",
    path="/api/v2/namespaces/{namespace}/jobs/{jobId}",
    permission="stream:DeleteJob",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
    ),
    response_type=DeleteJobResponse,
    envelope=ENVELOPE,
)

GET_DEPLOYMENT = Operation(
    name="GetDeployment",
    method="GET",
    path="/api/v2/namespaces/{namespace}/deployments/{deploymentId}",
    permission="stream:GetDeployment",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="deployment_id",
            wire_name="deploymentId",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
    ),
    response_type=GetDeploymentResponse,
    envelope=ENVELOPE,
    lookups=(
        LookupArgument(
            name="deployment",
            target="deployment_id",
            lookup=DEPLOYMENT_LOOKUP,
        ),
    ),
    keeps_additional=True,
)

UpdateDeploymentBody: TypeAlias = deployments.Deployment
UPDATE_DEPLOYMENT = Operation(
    name="UpdateDeployment",
    method="PUT",
    path="/api/v2/namespaces/{namespace}/deployments/{deploymentId}",
    permission="stream:UpdateDeployment",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="deployment_id",
            wire_name="deploymentId",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="body",
            wire_name="body",
            location="body",
            codec=JsonBody(
                type=UpdateDeploymentBody, schema=BodyCheck("deployments.Deployment", BODY_SCHEMAS)
            ),
            required=True,
        ),
    ),
    response_type=GetDeploymentResponse,
    envelope=ENVELOPE,
    lookups=(
        LookupArgument(
            name="deployment",
            target="deployment_id",
            lookup=DEPLOYMENT_LOOKUP,
        ),
    ),
    keeps_additional=True,
)

DELETE_DEPLOYMENT = Operation(
    name="DeleteDeployment",
    method="DELETE",
    path="/api/v2/namespaces/{namespace}/deployments/{deploymentId}",
    permission="stream:DeleteDeployment",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="deployment_id",
            wire_name="deploymentId",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
    ),
    response_type=DeleteDeploymentResponse,
    envelope=ENVELOPE,
    lookups=(
        LookupArgument(
            name="deployment",
            target="deployment_id",
            lookup=DEPLOYMENT_LOOKUP,
        ),
    ),
)

LIST_SAVEPOINTS = Operation(
    name="ListSavepoints",
    method="GET",
    path="/api/v2/namespaces/{namespace}/savepoints",
    permission="stream:ListSavepoints",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="deployment_id",
            wire_name="deploymentId",
            location="query",
            codec=Text(min_length=1),
        ),
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="query",
            codec=Text(min_length=1),
        ),
        Parameter(
            name="page_index",
            wire_name="pageIndex",
            location="query",
            codec=Integer(minimum=1, maximum=2147483647),
            default=1,
        ),
        Parameter(
            name="page_size",
            wire_name="pageSize",
            location="query",
            codec=Integer(minimum=1, maximum=100),
            default=10,
        ),
    ),
    response_type=ListSavepointsResponse,
    envelope=ENVELOPE,
    pagination=Pagination(
        position="page_index",
        size="page_size",
        largest=100,
        items="data",
        items_wire_name="data",
        total="total_size",
        key="savepoint_id",
    ),
    lookups=(
        LookupArgument(
            name="deployment",
            target="deployment_id",
            lookup=DEPLOYMENT_LOOKUP,
        ),
    ),
)

CreateSavepointBody: TypeAlias = savepoints.CreateSavepointRequest
CREATE_SAVEPOINT = Operation(
    name="CreateSavepoint",
    method="POST",
    path="/api/v2/namespaces/{namespace}/savepoints",
    permission="stream:CreateSavepoint",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="body",
            wire_name="body",
            location="body",
            codec=JsonBody(
                type=CreateSavepointBody,
                schema=BodyCheck("savepoints.CreateSavepointRequest", BODY_SCHEMAS),
            ),
            required=True,
        ),
    ),
    response_type=GetSavepointResponse,
    envelope=ENVELOPE,
    lookups=(
        LookupArgument(
            name="deployment",
            target="deployment_id",
            lookup=DEPLOYMENT_LOOKUP,
            wire_name="deploymentId",
        ),
    ),
)

LIST_JOBS = Operation(
    name="ListJobs",
    method="GET",
    path="/api/v2/namespaces/{namespace}/jobs",
    permission="stream:ListJobs",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="deployment_id",
            wire_name="deploymentId",
            location="query",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="page_index",
            wire_name="pageIndex",
            location="query",
            codec=Integer(minimum=1, maximum=2147483647),
            default=1,
        ),
        Parameter(
            name="page_size",
            wire_name="pageSize",
            location="query",
            codec=Integer(minimum=1, maximum=100),
            default=10,
        ),
        Parameter(
            name="sort_name",
            wire_name="sortName",
            location="query",
            codec=Choice(values=("gmt_create", "job_id", "status")),
            default="gmt_create",
        ),
        Parameter(
            name="sort_order",
            wire_name="sortOrder",
            location="query",
            codec=Choice(values=("asc", "desc")),
            default="desc",
        ),
    ),
    response_type=ListJobsResponse,
    envelope=ENVELOPE,
    pagination=Pagination(
        position="page_index",
        size="page_size",
        largest=100,
        items="data",
        items_wire_name="data",
        total="total_size",
        key="job_id",
    ),
    lookups=(
        LookupArgument(
            name="deployment",
            target="deployment_id",
            lookup=DEPLOYMENT_LOOKUP,
        ),
    ),
)

StartJobBody: TypeAlias = starts.StartJobRequest
START_JOB = Operation(
    name="StartJob",
    method="POST",
    path="/api/v2/namespaces/{namespace}/jobs",
    permission="stream:StartJob",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="body",
            wire_name="body",
            location="body",
            codec=JsonBody(
                type=StartJobBody, schema=BodyCheck("starts.StartJobRequest", BODY_SCHEMAS)
            ),
            required=True,
        ),
    ),
    response_type=GetJobResponse,
    envelope=ENVELOPE,
    lookups=(
        LookupArgument(
            name="deployment",
            target="deployment_id",
            lookup=DEPLOYMENT_LOOKUP,
            wire_name="deploymentId",
        ),
    ),
)

GET_LATEST_JOB_START_LOG = Operation(
    name="GetLatestJobStartLog",
    method="GET",
    path="/api/v2/namespaces/{namespace}/deployments/{deploymentId}/latest_jobmanager_start_log",
    permission="stream:GetLatestJobStartLog",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="deployment_id",
            wire_name="deploymentId",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
    ),
    response_type=GetLatestJobStartLogResponse,
    envelope=ENVELOPE,
    lookups=(
        LookupArgument(
            name="deployment",
            target="deployment_id",
            lookup=DEPLOYMENT_LOOKUP,
        ),
    ),
)

StartJobWithParamsBody: TypeAlias = starts.JobStartParameters
START_JOB_WITH_PARAMS = Operation(
    name="StartJobWithParams",
    method="POST",
    path="/api/v2/namespaces/{namespace}/jobs:start",
    permission="stream:StartJobWithParams",
    parameters=(
        Parameter(
            name="workspace",
            wire_name="workspace",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="namespace",
            wire_name="namespace",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="body",
            wire_name="body",
            location="body",
            codec=JsonBody(
                type=StartJobWithParamsBody,
                schema=BodyCheck("starts.JobStartParameters", BODY_SCHEMAS),
            ),
            required=True,
        ),
    ),
    response_type=GetJobResponse,
    envelope=ENVELOPE,
    idempotency=Idempotency(
        parameter="body",
        wire_name="jobId",
        field="job_id",
        read=GET_JOB,
        read_parameter="job_id",
    ),
    lookups=(
        LookupArgument(
            name="deployment",
            target="deployment_id",
            lookup=DEPLOYMENT_LOOKUP,
            wire_name="deploymentId",
        ),
    ),
)

LIST_JOBS_LATEST: Latest[Job] = Latest(
    operation=LIST_JOBS,
    time="created_at",
    size=10,
)

GET_DEPLOYMENTS_BY_NAME_ONLY: Only[Deployment] = Only(
    operation=GET_DEPLOYMENTS_BY_NAME,
    match="name",
    parameter="deployment_name",
)

GET_SAVEPOINT_WAIT: Waiter[Savepoint] = Waiter(
    operation=GET_SAVEPOINT,
    subject="savepoint_id",
    state=("status", "state"),
    goals={
        "COMPLETED": ("COMPLETED",),
        "FAILED": ("FAILED",),
    },
    final=("COMPLETED", "FAILED"),
    failure=("status", "failure"),
    cause=("status", "failure", "reason"),
    reason=("status", "failure", "message"),
)

GET_JOB_WAIT: Waiter[Job] = Waiter(
    operation=GET_JOB,
    subject="job_id",
    state=("status", "current_job_status"),
    goals={
        "STARTING": ("STARTING", "RUNNING"),
        "RUNNING": ("RUNNING",),
        "CANCELLING": ("CANCELLING", "CANCELLED"),
        "CANCELLED": ("CANCELLED",),
        "FINISHED": ("FINISHED",),
        "FAILED": ("FAILED",),
        "STOPPED": ("CANCELLED", "FINISHED"),
    },
    final=("FAILED", "CANCELLED", "FINISHED"),
    failure=("status", "failure"),
    cause=("status", "failure", "reason"),
    reason=("status", "failure", "message"),
    latest=LIST_JOBS_LATEST,
)

OPERATIONS: tuple[Operation[Any], ...] = (
    LIST_DEPLOYMENTS,
    CREATE_DEPLOYMENT,
    GET_DEPLOYMENT,
    UPDATE_DEPLOYMENT,
    DELETE_DEPLOYMENT,
    GET_DEPLOYMENTS_BY_NAME,
    GET_DEPLOYMENTS_BY_LABEL,
    UPDATE_DEPLOYMENT_BY_NAME,
    DELETE_DEPLOYMENT_BY_NAME,
    LIST_SAVEPOINTS,
    CREATE_SAVEPOINT,
    GET_SAVEPOINT,
    DELETE_SAVEPOINT,
    VALIDATE_SQL_STATEMENT,
    FLINK_API_PROXY,
    LIST_JOBS,
    START_JOB,
    START_JOB_WITH_PARAMS,
    STOP_JOB,
    GET_JOB,
    DELETE_JOB,
    GET_LATEST_JOB_START_LOG,
)
