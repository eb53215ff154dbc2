"""Job instances, listed and given from the store."""

import msgspec

from flinkjobs.models.jobs import Job
from flinkjobs.server import (
    BusinessFailure,
    Call,
    GetJobParameters,
    Items,
    Jobs,
    ListJobsParameters,
)

from ..store.jobs import DeploymentKey, JobStore, UnknownError
from ..store.sort_keys import Order

__all__ = ["JobService"]

NOT_FOUND = "990301"


class JobService(Jobs):
    """Answers from a store; an account sees its own workspaces and no others."""

    def __init__(self, store: JobStore) -> None:
        self._store = store

    async def list_jobs(self, call: Call, parameters: ListJobsParameters) -> Items[Job]:
        """List the job instances of a deployed job."""
        try:
            page = self._store.page(
                call.principal.account,
                DeploymentKey(parameters.workspace, parameters.namespace, parameters.deployment_id),
                Order(parameters.sort_name, parameters.sort_order),
                limit=parameters.page_size,
                offset=(parameters.page_index - 1) * parameters.page_size,
            )
        except UnknownError as error:
            raise _failure(error) from error
        return Items(items=page.documents, total=page.total)

    async def get_job(self, call: Call, parameters: GetJobParameters) -> bytes:
        """Give one job instance, as it is stored."""
        try:
            return self._store.get(
                call.principal.account,
                parameters.workspace,
                parameters.namespace,
                parameters.job_id,
            )
        except UnknownError as error:
            raise _failure(error) from error


def _failure(error: UnknownError) -> BusinessFailure:
    """Say what a caller is told of something that does not exist."""
    shown = msgspec.json.encode(error.id).decode()
    return BusinessFailure(NOT_FOUND, f"{error.noun} {shown} does not exist")
