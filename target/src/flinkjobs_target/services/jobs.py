"""The service of job instances."""

import msgspec

from flinkjobs.models.jobs import Job
from flinkjobs.server import (
    GetJobParameters,
    Jobs,
    ListJobsParameters,
    OperationFailure,
    PageResult,
    ServiceCall,
)

from ..store.jobs import DeploymentKey, JobStore, MissingResourceError
from ..store.sort_keys import SortOrder

__all__ = ["JobService"]

NOT_FOUND = "990301"


class JobService(Jobs):
    """Lists and gets jobs from a store; an account sees only its own workspaces."""

    def __init__(self, store: JobStore) -> None:
        self._store = store

    async def list_jobs(self, call: ServiceCall, parameters: ListJobsParameters) -> PageResult[Job]:
        """List the job instances of a deployed job."""
        try:
            page = await self._store.page(
                call.principal.account,
                DeploymentKey(parameters.workspace, parameters.namespace, parameters.deployment_id),
                SortOrder(parameters.sort_name, parameters.sort_order),
                limit=parameters.page_size,
                offset=(parameters.page_index - 1) * parameters.page_size,
            )
        except MissingResourceError as error:
            raise _failure(error) from error
        return PageResult(items=page.documents, total=page.total)

    async def get_job(self, call: ServiceCall, parameters: GetJobParameters) -> bytes:
        """Return the JSON of one job instance, as it is stored."""
        try:
            return await self._store.get(
                call.principal.account,
                parameters.workspace,
                parameters.namespace,
                parameters.job_id,
            )
        except MissingResourceError as error:
            raise _failure(error) from error


def _failure(error: MissingResourceError) -> OperationFailure:
    """Return the failure that reports a missing resource."""
    quoted_id = msgspec.json.encode(error.id).decode()
    return OperationFailure(NOT_FOUND, f"{error.resource} {quoted_id} does not exist")
