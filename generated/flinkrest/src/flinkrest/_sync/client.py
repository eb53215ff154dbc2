# Generated from flink-rest.yaml; do not edit.
"""The synchronous client."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .._runtime.client.context import build_context
from .._runtime.client.environment import Environment
from .._runtime.client.hooks import Hooks
from .._runtime.client.retry import RetryPolicy
from .._runtime.client.session import Session
from .._runtime.options.derived_client import DerivableClient
from .._runtime.transport.interface import Transport
from ..contract import API

if TYPE_CHECKING:
    from .cluster import Cluster
    from .jars import Jars
    from .jobs import Jobs
    from .savepoints import Savepoints
    from .task_managers import TaskManagers

__all__ = ["Client"]


class Client(DerivableClient):
    """Calls Apache Flink's REST API.

    Arguments that are not passed are read from the environment: FLINKREST_ENDPOINT.

    Args:
        headers: Headers of every call, such as Authorization; they are never logged.
        endpoint: Endpoint to call instead of http://localhost:8081: https://HOST or
            https://HOST:PORT, with a path where a proxy has one.
        allow_http: Whether plain http may be used to another machine.
        retries: Maximum number of retries of a failed call; 0 turns them off.
        timeout: Timeout of an attempt, in seconds.
        time_budget: Timeout of a call with all its attempts and pauses, in seconds.
        max_per_second: Maximum number of attempts per second, in all threads together.
        user_agent: Text to add to the User-Agent header.
        hooks: Called before and after each attempt, such as a tracer.
        transport: Transport to use instead of the built-in one.
        environment: Clock, sleep, randomness and environment variables, for tests.

    Raises:
        UsageError: The endpoint is missing or invalid.
    """

    def __init__(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        endpoint: str | None = None,
        allow_http: bool = False,
        retries: int = 2,
        timeout: float = 30.0,
        time_budget: float = 90.0,
        max_per_second: float | None = None,
        user_agent: str | None = None,
        hooks: Sequence[Hooks] = (),
        transport: Transport | None = None,
        environment: Environment = Environment(),
    ) -> None:
        context = build_context(
            API,
            endpoint=endpoint,
            allow_http=allow_http,
            client_scoped={},
            user_agent=user_agent,
            retry_policy=RetryPolicy(retries=retries, timeout=timeout, time_budget=time_budget),
            max_per_second=max_per_second,
            hooks=hooks,
            environment=environment,
            headers=headers,
        )
        self._bind(Session(context, transport))

    def _bind(self, session: Session) -> None:
        self._session = session

    @cached_property
    def cluster(self) -> "Cluster":
        """The cluster as a whole."""
        from .cluster import Cluster

        return Cluster(self._session)

    @cached_property
    def jobs(self) -> "Jobs":
        """The jobs that the JobManager knows, running and recently ended ones."""
        from .jobs import Jobs

        return Jobs(self._session)

    @cached_property
    def savepoints(self) -> "Savepoints":
        """Savepoints, taken of running jobs and disposed of."""
        from .savepoints import Savepoints

        return Savepoints(self._session)

    @cached_property
    def jars(self) -> "Jars":
        """The programs that were uploaded to the JobManager."""
        from .jars import Jars

        return Jars(self._session)

    @cached_property
    def task_managers(self) -> "TaskManagers":
        """The processes that run the tasks of jobs."""
        from .task_managers import TaskManagers

        return TaskManagers(self._session)

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
