# Generated from openapi.yaml; do not edit.
"""Workflows of the asynchronous client."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from .. import models
from .._runtime.client.session import AsyncSession
from .._runtime.workflows.planning import Plan, plan_async
from .._runtime.workflows.running import JournalFolder, Progress, RunOptions, prepare, run_async
from ..workflows import (
    LIBRARY,
    ApplyResult,
    DeployResult,
    RestartResult,
    RollbackResult,
    StopResult,
    WaitResult,
)

__all__ = ["AsyncWorkflows"]


class AsyncWorkflows:
    """Sequences of calls that run to their goal, and are continued when they were interrupted."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def plan(
        self,
        workflow: Literal[
            "deploy",
            "apply",
            "stop",
            "restart",
            "rollback",
            "wait",
        ],
        **inputs: Any,
    ) -> Plan:
        """Read what a run would find, and return what it would change and do; nothing is written.

        Args:
            workflow: Name of the workflow.
            inputs: Its inputs.

        Returns:
            The changes and the steps, as far as they are known beforehand.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            WorkflowFailedError: The goal cannot be reached.
            WorkflowConflictError: Somebody else changed the same thing, or another run is under
                way.
            WorkflowTimeoutError: A step did not end in time.
            WorkflowInterruptedError: A call failed; the run can be continued.
        """
        prepared = prepare(
            self._session.context, LIBRARY, workflow, inputs, RunOptions(journal=False)
        )
        return await plan_async(self._session, prepared)

    async def deploy(
        self,
        *,
        deployment: models.Deployment | Mapping[str, Any] | None = None,
        name: str | None = None,
        fresh: bool | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
        resume: str | None = None,
        on_failure: Literal["rollback"] | None = None,
        poll: float | None = None,
        timeout: float | None = None,
        journal: JournalFolder = True,
        progress: Callable[[Progress], object] | None = None,
    ) -> DeployResult:
        """Create or update a deployment, and have it run with the state that it had.

        Creates the deployment when there is none of its name, and starts it. Otherwise stops
        its job instance with a savepoint, updates it, starts it from that savepoint, and waits
        until it runs.

        Args:
            deployment: The deployment as it is to be.
            name: Name of the deployment.
            fresh: Whether the job instance starts without state.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace. Default: the client's.
            resume: Id of an interrupted run to continue; inputs are then read from its journal.
            on_failure: How a run that fails is undone; by default it is not.
            poll: Interval between calls that wait, in seconds.
            timeout: Maximum time that a step waits, in seconds.
            journal: Folder of the journals of runs; False for none, True for that of the user.
            progress: Called when a step begins.

        Returns:
            The DeployResult of the run.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            WorkflowFailedError: The goal cannot be reached.
            WorkflowConflictError: Somebody else changed the same thing, or another run is under
                way.
            WorkflowTimeoutError: A step did not end in time.
            WorkflowInterruptedError: A call failed; the run can be continued.
        """
        inputs: dict[str, object] = {
            "deployment": deployment,
            "name": name,
            "fresh": fresh,
            "workspace": workspace,
            "namespace": namespace,
        }
        options = RunOptions(
            resume=resume,
            on_failure=on_failure,
            poll=poll,
            timeout=timeout,
            journal=journal,
            progress=progress,
        )
        prepared = prepare(self._session.context, LIBRARY, "deploy", inputs, options)
        outcome = await run_async(self._session, prepared)
        return DeployResult(run=outcome.run, durations=outcome.durations, **outcome.outputs)

    async def apply(
        self,
        *,
        deployment: models.Deployment | Mapping[str, Any] | None = None,
        name: str | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
        poll: float | None = None,
        timeout: float | None = None,
        journal: JournalFolder = True,
        progress: Callable[[Progress], object] | None = None,
    ) -> ApplyResult:
        """Create a deployment from a file, or change it to what the file says.

        Creates the deployment when there is none of its name. Otherwise changes what differs
        from the file; what the file does not mention stays. No job instance is started or
        stopped.

        Args:
            deployment: The deployment as it is to be.
            name: Name of the deployment.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace. Default: the client's.
            poll: Interval between calls that wait, in seconds.
            timeout: Maximum time that a step waits, in seconds.
            journal: Folder of the journals of runs; False for none, True for that of the user.
            progress: Called when a step begins.

        Returns:
            The ApplyResult of the run.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            WorkflowFailedError: The goal cannot be reached.
            WorkflowConflictError: Somebody else changed the same thing, or another run is under
                way.
            WorkflowTimeoutError: A step did not end in time.
            WorkflowInterruptedError: A call failed; the run can be continued.
        """
        inputs: dict[str, object] = {
            "deployment": deployment,
            "name": name,
            "workspace": workspace,
            "namespace": namespace,
        }
        options = RunOptions(
            poll=poll,
            timeout=timeout,
            journal=journal,
            progress=progress,
        )
        prepared = prepare(self._session.context, LIBRARY, "apply", inputs, options)
        outcome = await run_async(self._session, prepared)
        return ApplyResult(run=outcome.run, durations=outcome.durations, **outcome.outputs)

    async def stop(
        self,
        *,
        name: str | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
        poll: float | None = None,
        timeout: float | None = None,
        journal: JournalFolder = True,
        progress: Callable[[Progress], object] | None = None,
    ) -> StopResult:
        """Stop a deployment with a savepoint, and tell where that is.

        Waits until the job instance has stopped. One that has ended already is left as it is;
        the savepoint of its stop is found again.

        Args:
            name: Name of the deployment.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace. Default: the client's.
            poll: Interval between calls that wait, in seconds.
            timeout: Maximum time that a step waits, in seconds.
            journal: Folder of the journals of runs; False for none, True for that of the user.
            progress: Called when a step begins.

        Returns:
            The StopResult of the run.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            WorkflowFailedError: The goal cannot be reached.
            WorkflowConflictError: Somebody else changed the same thing, or another run is under
                way.
            WorkflowTimeoutError: A step did not end in time.
            WorkflowInterruptedError: A call failed; the run can be continued.
        """
        inputs: dict[str, object] = {
            "name": name,
            "workspace": workspace,
            "namespace": namespace,
        }
        options = RunOptions(
            poll=poll,
            timeout=timeout,
            journal=journal,
            progress=progress,
        )
        prepared = prepare(self._session.context, LIBRARY, "stop", inputs, options)
        outcome = await run_async(self._session, prepared)
        return StopResult(run=outcome.run, durations=outcome.durations, **outcome.outputs)

    async def restart(
        self,
        *,
        name: str | None = None,
        fresh: bool | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
        resume: str | None = None,
        poll: float | None = None,
        timeout: float | None = None,
        journal: JournalFolder = True,
        progress: Callable[[Progress], object] | None = None,
    ) -> RestartResult:
        """Stop a deployment with a savepoint, and start it again from there.

        Changes of the deployment since its last start take effect. One whose job instance has
        ended is started from the savepoint of its stop, else from its latest state.

        Args:
            name: Name of the deployment.
            fresh: Whether the job instance starts without state.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace. Default: the client's.
            resume: Id of an interrupted run to continue; inputs are then read from its journal.
            poll: Interval between calls that wait, in seconds.
            timeout: Maximum time that a step waits, in seconds.
            journal: Folder of the journals of runs; False for none, True for that of the user.
            progress: Called when a step begins.

        Returns:
            The RestartResult of the run.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            WorkflowFailedError: The goal cannot be reached.
            WorkflowConflictError: Somebody else changed the same thing, or another run is under
                way.
            WorkflowTimeoutError: A step did not end in time.
            WorkflowInterruptedError: A call failed; the run can be continued.
        """
        inputs: dict[str, object] = {
            "name": name,
            "fresh": fresh,
            "workspace": workspace,
            "namespace": namespace,
        }
        options = RunOptions(
            resume=resume,
            poll=poll,
            timeout=timeout,
            journal=journal,
            progress=progress,
        )
        prepared = prepare(self._session.context, LIBRARY, "restart", inputs, options)
        outcome = await run_async(self._session, prepared)
        return RestartResult(run=outcome.run, durations=outcome.durations, **outcome.outputs)

    async def rollback(
        self,
        *,
        name: str | None = None,
        failed_job_id: str | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
        resume: str | None = None,
        poll: float | None = None,
        timeout: float | None = None,
        journal: JournalFolder = True,
        progress: Callable[[Progress], object] | None = None,
    ) -> RollbackResult:
        """Bring back the job instance before the latest, with its settings and its savepoint.

        Gives the deployment the settings that the job instance before the latest one ran with,
        and starts it from the savepoint that this one was stopped with. Of a job instance that
        runs, a savepoint is taken before it is stopped, so that nothing is lost.

        Args:
            name: Name of the deployment.
            failed_job_id: Id of the job instance to leave; without it, the latest one.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace. Default: the client's.
            resume: Id of an interrupted run to continue; inputs are then read from its journal.
            poll: Interval between calls that wait, in seconds.
            timeout: Maximum time that a step waits, in seconds.
            journal: Folder of the journals of runs; False for none, True for that of the user.
            progress: Called when a step begins.

        Returns:
            The RollbackResult of the run.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            WorkflowFailedError: The goal cannot be reached.
            WorkflowConflictError: Somebody else changed the same thing, or another run is under
                way.
            WorkflowTimeoutError: A step did not end in time.
            WorkflowInterruptedError: A call failed; the run can be continued.
        """
        inputs: dict[str, object] = {
            "name": name,
            "failed_job_id": failed_job_id,
            "workspace": workspace,
            "namespace": namespace,
        }
        options = RunOptions(
            resume=resume,
            poll=poll,
            timeout=timeout,
            journal=journal,
            progress=progress,
        )
        prepared = prepare(self._session.context, LIBRARY, "rollback", inputs, options)
        outcome = await run_async(self._session, prepared)
        return RollbackResult(run=outcome.run, durations=outcome.durations, **outcome.outputs)

    async def wait(
        self,
        *,
        name: str | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
        poll: float | None = None,
        timeout: float | None = None,
        journal: JournalFolder = True,
        progress: Callable[[Progress], object] | None = None,
    ) -> WaitResult:
        """Wait until the latest job instance of a deployment runs.

        Args:
            name: Name of the deployment.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace. Default: the client's.
            poll: Interval between calls that wait, in seconds.
            timeout: Maximum time that a step waits, in seconds.
            journal: Folder of the journals of runs; False for none, True for that of the user.
            progress: Called when a step begins.

        Returns:
            The WaitResult of the run.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            WorkflowFailedError: The goal cannot be reached.
            WorkflowConflictError: Somebody else changed the same thing, or another run is under
                way.
            WorkflowTimeoutError: A step did not end in time.
            WorkflowInterruptedError: A call failed; the run can be continued.
        """
        inputs: dict[str, object] = {
            "name": name,
            "workspace": workspace,
            "namespace": namespace,
        }
        options = RunOptions(
            poll=poll,
            timeout=timeout,
            journal=journal,
            progress=progress,
        )
        prepared = prepare(self._session.context, LIBRARY, "wait", inputs, options)
        outcome = await run_async(self._session, prepared)
        return WaitResult(run=outcome.run, durations=outcome.durations, **outcome.outputs)
