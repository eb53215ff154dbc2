# Generated from openapi.yaml; do not edit.
"""Jobs, for the synchronous client."""

from typing import Literal

from .._runtime.answers import present
from .._runtime.paging import Page
from .._runtime.session import Session
from ..models import Job
from ..operations import GET_JOB, LIST_JOBS

__all__ = ["Jobs"]


class Jobs:
    """Job instances, the single runs of a deployed job."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(
        self,
        *,
        deployment_id: str,
        page_index: int | None = None,
        page_size: int | None = None,
        sort_name: Literal["gmt_create", "job_id", "status"] | None = None,
        sort_order: Literal["asc", "desc"] | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Page[Job]:
        """List the job instances of a deployed job.

        One call answers one page of the job instances of one deployed job, newest first unless
        asked otherwise. A deployment without job instances gives an empty page.

        Args:
            deployment_id: Id of the deployed job whose instances are listed.
            page_index: Number of the page, counted from 1. A page beyond the last one is empty.
                An integer from 1 to 2147483647. Default: 1.
            page_size: Number of job instances on a page. An integer from 1 to 100. Default:
                100.
            sort_name: What the job instances are ordered by: gmt_create is their creation time,
                job_id their id, status their state in alphabetical order. Equal ones follow
                each other by their ids, in the same direction.  Default: 'gmt_create'.
            sort_order: Direction of the order; desc is the exact reverse of asc.  Default:
                'desc'.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            One page; iterating over it gives each item of it and of all pages after it once, in
            order.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            RefusedError: The service said no; its subclasses tell why.
            ConnectionFailed: No answer came; TimedOut when it did not come in time.
            UndecodableAnswer: The answer is not what the contract says.
        """
        values = {
            "deployment_id": deployment_id,
            "page_index": page_index,
            "page_size": page_size,
            "sort_name": sort_name,
            "sort_order": sort_order,
            "workspace": workspace,
            "namespace": namespace,
        }
        return self._session.pages(LIST_JOBS, values)

    def get(
        self,
        *,
        job_id: str,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Job:
        """Get one job instance.

        One call answers one job instance of a namespace, as a listing shows it.

        Args:
            job_id: Id of the job instance.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Job asked for.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            RefusedError: The service said no; its subclasses tell why.
            ConnectionFailed: No answer came; TimedOut when it did not come in time.
            UndecodableAnswer: The answer is not what the contract says.
        """
        values = {
            "job_id": job_id,
            "workspace": workspace,
            "namespace": namespace,
        }
        answer = self._session.call(GET_JOB, values)
        return present(GET_JOB, answer, answer.value.data)
