# Generated from openapi.yaml; do not edit.
"""Jobs of the synchronous client."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from .. import models
from .._runtime.client.body_arguments import join_body
from .._runtime.client.response import require_payload
from .._runtime.client.session import Session
from .._runtime.options.raw_response import raw_response
from .._runtime.pagination.pages import Page
from .._runtime.polling.poller import Poller, run
from ..models import Job
from ..operations import (
    DELETE_JOB,
    GET_JOB,
    GET_JOB_WAIT,
    GET_LATEST_JOB_START_LOG,
    LIST_JOBS,
    LIST_JOBS_LATEST,
    START_JOB,
    START_JOB_WITH_PARAMS,
    STOP_JOB,
    StartJobBody,
    StartJobWithParamsBody,
    StopJobBody,
)

__all__ = ["Jobs"]


class Jobs:
    """Job instances, the single runs of a deployed job."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    def list(
        self,
        *,
        deployment_id: str | None = None,
        deployment: str | None = None,
        page_index: int | None = None,
        page_size: int | None = None,
        sort_name: Literal["gmt_create", "job_id", "status"] | None = None,
        sort_order: Literal["asc", "desc"] | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Page[Job]:
        """List the job instances of a deployed job.

        Returns one page of the job instances of one deployed job, newest first by default. The
        page of a deployment without job instances is empty.

        Args:
            deployment_id: Id of the deployed job whose instances are listed.
            deployment: Name of the deployment, in place of its id; exactly one deployment must
                have it.
            page_index: Number of the page, counted from 1. A page beyond the last one is empty.
                An integer from 1 to 2147483647. Default: 1.
            page_size: Number of job instances on a page. An integer from 1 to 100. Default:
                100.
            sort_name: Order by creation time (gmt_create), id (job_id) or state in alphabetical
                order (status). Ties are ordered by id, in the same direction. Default:
                'gmt_create'.
            sort_order: Direction of the order; desc is the exact reverse of asc. Default:
                'desc'.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            One page; iteration yields each item of it and of all following pages once. If new
            items are inserted at the front, as newest first, iteration yields every item that
            exists from its start to its end, whatever is added or removed meanwhile. In any
            other order no item is yielded twice, but changes may hide items.
            `iterate(parallel=16)` reads pages concurrently, for bulk export; its documentation
            states its limits.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "deployment_id": deployment_id,
            "deployment": deployment,
            "page_index": page_index,
            "page_size": page_size,
            "sort_name": sort_name,
            "sort_order": sort_order,
            "workspace": workspace,
            "namespace": namespace,
        }
        return self._session.pages(LIST_JOBS, arguments)

    def latest(
        self,
        *,
        deployment_id: str | None = None,
        deployment: str | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Job | None:
        """Get the latest job instance of a deployed job.

        Reads at most 10 items, whose created_at must be descending. If it is not, the result is
        the newest of them when there are no more, else an error.

        Args:
            deployment_id: Id of the deployed job whose instances are listed.
            deployment: Name of the deployment, in place of its id; exactly one deployment must
                have it.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The latest; None when there is none.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "deployment_id": deployment_id,
            "deployment": deployment,
            "workspace": workspace,
            "namespace": namespace,
        }
        result = self._session.call(LIST_JOBS, LIST_JOBS_LATEST.arguments(arguments))
        return LIST_JOBS_LATEST.choose(result)

    def start_with_resources(
        self,
        *,
        deployment_id: str | None = None,
        deployment: str | None = None,
        restore_strategy: models.RestoreRequest | Mapping[str, Any] | None = None,
        resource_setting_spec: models.BriefResourceSetting | Mapping[str, Any] | None = None,
        body: StartJobBody | Mapping[str, Any] | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Job:
        """Start a job instance with resources of its own.

        Starts a deployment as StartJobWithParams does, which replaces it.

        `client.jobs.wait(job_id=result.job_id, until='RUNNING')` waits until it is done.

        Args:
            deployment_id: Id of the deployment.
            deployment: Name of the deployment, in place of its id; exactly one deployment must
                have it.
            restore_strategy: State that it starts from; without it, from none.
            resource_setting_spec: Resources of this start, instead of the deployment's.
            body: The deployment, and how it is started.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Job of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "deployment": deployment,
            "body": join_body(
                START_JOB,
                body,
                {
                    "deploymentId": deployment_id,
                    "restoreStrategy": restore_strategy,
                    "resourceSettingSpec": resource_setting_spec,
                },
            ),
            "workspace": workspace,
            "namespace": namespace,
        }
        result = self._session.call(START_JOB, arguments)
        return require_payload(START_JOB, result, result.value.data)

    def start(
        self,
        *,
        deployment_id: str | None = None,
        deployment: str | None = None,
        job_id: str | None = None,
        restore_strategy: models.RestoreRequest | Mapping[str, Any] | None = None,
        local_variables: Sequence[models.LocalVariable | Mapping[str, Any]] | None = None,
        resource_queue_name: str | None = None,
        body: StartJobWithParamsBody | Mapping[str, Any] | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Job:
        """Start a job instance of a deployment.

        Returns the new job instance at once; it starts meanwhile, and its state tells when it
        runs. It is a copy of the deployment as it is now: later changes do not touch it. A
        streaming deployment has at most one job instance that has not ended; a second start is
        refused. A start from state that does not exist is refused, too. A repeated start with
        the same jobId is the same start.

        `client.jobs.wait(job_id=result.job_id, until='RUNNING')` waits until it is done.

        Args:
            deployment_id: Id of the deployment.
            deployment: Name of the deployment, in place of its id; exactly one deployment must
                have it.
            job_id: Id of the new job instance, a UUID, when the caller chooses it.
            restore_strategy: State that it starts from; without it, from none.
            local_variables: Values put in place of the variables of the program, instead of the
                deployment's.
            resource_queue_name: Name of the resource queue that runs it, instead of the
                deployment's.
            body: The deployment, and how it is started.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Job of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "deployment": deployment,
            "body": join_body(
                START_JOB_WITH_PARAMS,
                body,
                {
                    "deploymentId": deployment_id,
                    "jobId": job_id,
                    "restoreStrategy": restore_strategy,
                    "localVariables": local_variables,
                    "resourceQueueName": resource_queue_name,
                },
            ),
            "workspace": workspace,
            "namespace": namespace,
        }
        result = self._session.call(START_JOB_WITH_PARAMS, arguments)
        return require_payload(START_JOB_WITH_PARAMS, result, result.value.data)

    def stop(
        self,
        *,
        job_id: str,
        stop_strategy: Literal["NONE", "STOP_WITH_SAVEPOINT", "STOP_WITH_DRAIN"]
        | str
        | None = None,
        body: StopJobBody | Mapping[str, Any] | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Job:
        """Stop a job instance.

        Returns the job instance as it is then; it stops meanwhile, and its state tells when it
        has. A job instance stopped with a savepoint, or drained, ends FINISHED, any other
        CANCELLED. When the savepoint fails, it runs on. One that has ended already stays as it
        is.

        `client.jobs.wait(job_id=result.job_id, until='STOPPED')` waits until it is done.

        Args:
            job_id: Id of the job instance.
            stop_strategy: At once (NONE); after a savepoint (STOP_WITH_SAVEPOINT); or after a
                savepoint that has drained the sources, which ends the job for good
                (STOP_WITH_DRAIN).
            body: How it is stopped.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Job of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
            "body": join_body(
                STOP_JOB,
                body,
                {
                    "stopStrategy": stop_strategy,
                },
            ),
            "workspace": workspace,
            "namespace": namespace,
        }
        result = self._session.call(STOP_JOB, arguments)
        return require_payload(STOP_JOB, result, result.value.data)

    def get(
        self,
        *,
        job_id: str,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Job:
        """Get one job instance.

        Returns one job instance of a namespace, with the same fields as a listing.

        Args:
            job_id: Id of the job instance.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Job of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
            "workspace": workspace,
            "namespace": namespace,
        }
        result = self._session.call(GET_JOB, arguments)
        return require_payload(GET_JOB, result, result.value.data)

    def delete(
        self,
        *,
        job_id: str,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> None:
        """Delete a job instance that has ended.

        Takes the job instance off all listings. One that is starting, running or being
        cancelled cannot be deleted.

        Args:
            job_id: Id of the job instance.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            None.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
            "workspace": workspace,
            "namespace": namespace,
        }
        self._session.call(DELETE_JOB, arguments)

    def start_log(
        self,
        *,
        deployment_id: str | None = None,
        deployment: str | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> str:
        """Get the log of the latest start of a deployment.

        Returns what the service did to start the newest job instance of a deployment, and what
        came of it: one line for each step, with its time in UTC. Empty when nothing was ever
        started.

        Args:
            deployment_id: Id of the deployment.
            deployment: Name of the deployment, in place of its id; exactly one deployment must
                have it.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The text of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "deployment_id": deployment_id,
            "deployment": deployment,
            "workspace": workspace,
            "namespace": namespace,
        }
        result = self._session.call(GET_LATEST_JOB_START_LOG, arguments)
        return require_payload(GET_LATEST_JOB_START_LOG, result, result.value.data)

    def wait(
        self,
        *,
        job_id: str | None = None,
        deployment_id: str | None = None,
        deployment: str | None = None,
        after: str | None = None,
        until: Literal[
            "STARTING",
            "RUNNING",
            "CANCELLING",
            "CANCELLED",
            "FINISHED",
            "FAILED",
            "STOPPED",
        ] = "RUNNING",
        timeout: float = 600,
        poll: float = 10,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Job:
        """Wait until a job instance reaches a state.

        An unknown state does not end the wait. Without job_id, it waits for the latest one, and
        keeps to the first that it finds; while there is none, it goes on waiting.

        Args:
            job_id: Id of the job instance.
            deployment_id: Id of the deployed job whose instances are listed.
            deployment: Name of the deployment, in place of its id; exactly one deployment must
                have it.
            after: A job_id; ignore instances that are not newer than this one.
            until: Goal to wait for.
            timeout: Maximum time to wait, in seconds; a call in progress is not interrupted.
            poll: Interval between calls, in seconds.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Job that reached the goal.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
            WaitFailedError: It reached FAILED or CANCELLED or FINISHED instead.
            WaitTimeoutError: It did not reach the goal in time.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
            "deployment_id": deployment_id,
            "deployment": deployment,
            "workspace": workspace,
            "namespace": namespace,
        }
        poller = Poller(
            GET_JOB_WAIT,
            arguments,
            after=after,
            until=until,
            timeout=timeout,
            poll=poll,
            monotonic=self._session.monotonic,
        )
        return run(self._session, poller)


class RawOperations:
    """The operations of Jobs; each returns its value with the raw response."""

    def __init__(self, session: Session) -> None:
        self.list = raw_response(session, Jobs, Jobs.list)
        self.start_with_resources = raw_response(session, Jobs, Jobs.start_with_resources)
        self.start = raw_response(session, Jobs, Jobs.start)
        self.stop = raw_response(session, Jobs, Jobs.stop)
        self.get = raw_response(session, Jobs, Jobs.get)
        self.delete = raw_response(session, Jobs, Jobs.delete)
        self.start_log = raw_response(session, Jobs, Jobs.start_log)
