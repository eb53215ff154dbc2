"""Job instances, listed and given from the store."""

from collections.abc import Iterator
from contextlib import contextmanager

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

from ..availability import refused_while_away
from ..store.jobs import DeploymentKey, JobStore, UnknownError
from ..store.orders import Order

__all__ = ["JobService"]

NOT_FOUND = "990301"


class JobService(Jobs):
    """Answers from a store; an account sees its own workspaces and no others."""

    def __init__(self, store: JobStore) -> None:
        self._store = store

    async def list_jobs(self, call: Call, parameters: ListJobsParameters) -> Items[Job]:
        """List the job instances of a deployed job."""
        with _unknown_is_a_failure():
            page = self._store.page(
                call.principal.account,
                DeploymentKey(parameters.workspace, parameters.namespace, parameters.deployment_id),
                Order(parameters.sort_name, parameters.sort_order),
                limit=parameters.page_size,
                offset=(parameters.page_index - 1) * parameters.page_size,
            )
        return Items(items=page.documents, total=page.total)

    async def get_job(self, call: Call, parameters: GetJobParameters) -> bytes:
        """Give one job instance, as it is stored."""
        with _unknown_is_a_failure():
            return self._store.get(
                call.principal.account,
                parameters.workspace,
                parameters.namespace,
                parameters.job_id,
            )


@contextmanager
def _unknown_is_a_failure() -> Iterator[None]:
    try:
        with refused_while_away():
            yield
    except UnknownError as unknown:
        shown = msgspec.json.encode(unknown.id).decode()
        raise BusinessFailure(NOT_FOUND, f"{unknown.noun} {shown} does not exist") from None
