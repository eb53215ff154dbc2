# Generated from openapi.yaml; do not edit.
"""The synchronous client."""

from collections.abc import Sequence
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .._runtime.aliyun.access_keys import CredentialProvider, key_from_arguments, key_source
from .._runtime.aliyun.acs3 import AccessKeySigner
from .._runtime.client.context import build_context
from .._runtime.client.environment import Environment
from .._runtime.client.hooks import Hooks
from .._runtime.client.retry import RetryPolicy
from .._runtime.client.session import Session
from .._runtime.options.derived_client import DerivableClient
from .._runtime.transport.interface import Transport
from ..contract import API, REGIONS, SIGNER

if TYPE_CHECKING:
    from .deployments import Deployments
    from .engines import Engines
    from .events import Events
    from .flink import Flink
    from .jobs import Jobs
    from .savepoints import Savepoints
    from .sql import Sql
    from .targets import Targets
    from .variables import Variables
    from .workflows import Workflows

__all__ = ["Client"]


class Client(DerivableClient):
    """Calls Realtime Compute for Apache Flink.

    Arguments that are not passed are read from the environment: FLINKJOBS_WORKSPACE,
    FLINKJOBS_NAMESPACE, FLINKJOBS_ENDPOINT, ALIBABA_CLOUD_REGION_ID and the variables of the
    access key.

    Args:
        region: Region whose endpoint is called.
        workspace: Id of the workspace.
        namespace: Name of the namespace, a project within the workspace.
        access_key_id: Id of the access key; default ALIBABA_CLOUD_ACCESS_KEY_ID.
        access_key_secret: Its secret; default ALIBABA_CLOUD_ACCESS_KEY_SECRET.
        security_token: Token of a temporary access key; default ALIBABA_CLOUD_SECURITY_TOKEN.
        credentials: Provider of access keys, such as a client of alibabacloud-credentials.
        profile: Profile of the vendor's command line to take the key from; default
            ALIBABA_CLOUD_PROFILE, else the current one.
        endpoint: Endpoint to call instead of a region's: https://HOST or https://HOST:PORT.
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
        UsageError: The endpoint or the access key is missing or invalid.
    """

    def __init__(
        self,
        *,
        region: str | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
        access_key_id: str | None = None,
        access_key_secret: str | None = None,
        security_token: str | None = None,
        credentials: CredentialProvider | None = None,
        profile: str | None = None,
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
        key = key_from_arguments(access_key_id, access_key_secret, security_token)
        del access_key_secret, security_token  # so that no traceback shows a secret
        signer = AccessKeySigner(SIGNER, key_source(key, credentials, profile, environment.environ))
        context = build_context(
            API,
            endpoint=REGIONS.find(API, endpoint, region, environment.environ),
            allow_http=allow_http,
            signer=signer,
            client_scoped={
                "workspace": workspace,
                "namespace": namespace,
            },
            user_agent=user_agent,
            retry_policy=RetryPolicy(retries=retries, timeout=timeout, time_budget=time_budget),
            max_per_second=max_per_second,
            hooks=hooks,
            environment=environment,
        )
        self._bind(Session(context, transport))

    def _bind(self, session: Session) -> None:
        self._session = session

    @cached_property
    def deployments(self) -> "Deployments":
        """Deployments, what a job is; each start makes a job instance of it."""
        from .deployments import Deployments

        return Deployments(self._session)

    @cached_property
    def targets(self) -> "Targets":
        """Deployment targets, the resource queues and session clusters that deployments run on."""
        from .targets import Targets

        return Targets(self._session)

    @cached_property
    def engines(self) -> "Engines":
        """The engine that runs jobs, in its versions."""
        from .engines import Engines

        return Engines(self._session)

    @cached_property
    def events(self) -> "Events":
        """Events, a record of who changed what and of how jobs fared."""
        from .events import Events

        return Events(self._session)

    @cached_property
    def variables(self) -> "Variables":
        """Variables, values that programs and settings have by name."""
        from .variables import Variables

        return Variables(self._session)

    @cached_property
    def savepoints(self) -> "Savepoints":
        """Savepoints, consistent copies of the state of job instances."""
        from .savepoints import Savepoints

        return Savepoints(self._session)

    @cached_property
    def sql(self) -> "Sql":
        """SQL scripts, before they are deployed."""
        from .sql import Sql

        return Sql(self._session)

    @cached_property
    def flink(self) -> "Flink":
        """Flink's own REST API, as far as it is about a job instance."""
        from .flink import Flink

        return Flink(self._session)

    @cached_property
    def jobs(self) -> "Jobs":
        """Job instances, the single runs of a deployed job."""
        from .jobs import Jobs

        return Jobs(self._session)

    @cached_property
    def workflows(self) -> "Workflows":
        """Sequences of calls that run to their goal, and are continued when they were interrupted."""
        from .workflows import Workflows

        return Workflows(self._session)

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
