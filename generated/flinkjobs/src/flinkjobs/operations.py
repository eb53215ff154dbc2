# Generated from openapi.yaml; do not edit.
"""The operations of the contract as data, for client, server and command line."""

from typing import Any

from ._runtime.contract.operation import Operation, Pagination, Parameter
from ._runtime.parameters.scalars import Choice, Integer, Text
from ._runtime.polling.latest import Latest
from ._runtime.polling.poller import Waiter
from .contract import ENVELOPE
from .models import GetJobResponse, Job, ListJobsResponse

__all__ = ["LIST_JOBS", "GET_JOB", "LIST_JOBS_LATEST", "GET_JOB_WAIT", "OPERATIONS"]

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

LIST_JOBS_LATEST: Latest[Job] = Latest(
    operation=LIST_JOBS,
    time="created_at",
    size=10,
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
    },
    final=("FAILED", "CANCELLED", "FINISHED"),
    failure=("status", "failure"),
    cause=("status", "failure", "reason"),
    reason=("status", "failure", "message"),
    latest=LIST_JOBS_LATEST,
)

OPERATIONS: tuple[Operation[Any], ...] = (
    LIST_JOBS,
    GET_JOB,
)
