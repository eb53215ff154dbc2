# Generated from openapi.yaml; do not edit.
"""The asynchronous client."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Self

from .._runtime.caller import configure, now_utc, random_nonce
from .._runtime.session import AsyncSession
from .._runtime.transport import AsyncTransport
from ..contract import API
from .jobs import AsyncJobs

__all__ = ["AsyncClient"]


class AsyncClient:
    """Calls Realtime Compute for Apache Flink.

    What is not given is read from the environment: FLINKJOBS_WORKSPACE, FLINKJOBS_NAMESPACE,
    FLINKJOBS_ENDPOINT, ALIBABA_CLOUD_REGION_ID and the variables of the access key.

    Args:
        region: Region whose endpoint is called.
        workspace: Id of the workspace.
        namespace: Name of the namespace, a project within the workspace.
        access_key_id: Id of the access key; default ALIBABA_CLOUD_ACCESS_KEY_ID.
        access_key_secret: Its secret; default ALIBABA_CLOUD_ACCESS_KEY_SECRET.
        security_token: Token of a temporary access key; default ALIBABA_CLOUD_SECURITY_TOKEN.
        endpoint: Endpoint to call instead of a region's: https://HOST or https://HOST:PORT.
        allow_http: Whether plain http may be used to another machine.
        timeout: Longest time that a request may take, in seconds.
        user_agent: What to add to the User-Agent header.
        transport: What to send requests with, instead of the built-in one.
        clock: What tells the time that is signed, as an aware datetime.
        nonce: What gives a new nonce for each request.
        environ: Environment to read settings from.

    Raises:
        UsageError: The endpoint or the access key is missing or unusable.
    """

    jobs: AsyncJobs
    """Job instances, the single runs of a deployed job."""

    def __init__(
        self,
        *,
        region: str | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
        access_key_id: str | None = None,
        access_key_secret: str | None = None,
        security_token: str | None = None,
        endpoint: str | None = None,
        allow_http: bool = False,
        timeout: float = 30.0,
        user_agent: str | None = None,
        transport: AsyncTransport | None = None,
        clock: Callable[[], datetime] = now_utc,
        nonce: Callable[[], str] = random_nonce,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        caller = configure(
            API,
            endpoint=endpoint,
            region=region,
            allow_http=allow_http,
            access_key_id=access_key_id,
            access_key_secret=access_key_secret,
            security_token=security_token,
            bound={
                "workspace": workspace,
                "namespace": namespace,
            },
            user_agent=user_agent,
            clock=clock,
            nonce=nonce,
            environ=environ,
        )
        self._session = AsyncSession(caller, transport, timeout)
        self.jobs = AsyncJobs(self._session)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._session.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
