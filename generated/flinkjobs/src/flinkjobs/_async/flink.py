# Generated from openapi.yaml; do not edit.
"""Flink of the asynchronous client."""

from typing import Literal

from .._runtime.client.response import require_payload
from .._runtime.client.session import AsyncSession
from .._runtime.options.raw_response import async_raw_response
from ..operations import FLINK_API_PROXY

__all__ = ["AsyncFlink"]


class AsyncFlink:
    """Flink's own REST API, as far as it is about a job instance."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    async def get(
        self,
        *,
        resource_type: Literal["jobs", "sessionclusters"],
        resource_id: str,
        flink_api_path: str,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> str:
        """Read a path of Flink's REST API.

        Passes a GET request to the JobManager of a job instance, and returns Flink's JSON as it
        is, in a string; its times are in milliseconds. Only paths about that job instance are
        passed on.

        Args:
            resource_type: What is asked about, a job instance (jobs) or a session cluster
                (sessionclusters).
            resource_id: Id of the job instance or session cluster.
            flink_api_path: Path of Flink's REST API, perhaps with a query. In it, a job
                instance has its id without the hyphens.
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
            "resource_type": resource_type,
            "resource_id": resource_id,
            "flink_api_path": flink_api_path,
            "workspace": workspace,
            "namespace": namespace,
        }
        result = await self._session.call(FLINK_API_PROXY, arguments)
        return require_payload(FLINK_API_PROXY, result, result.value.data)


class RawOperations:
    """The operations of Flink; each returns its value with the raw response."""

    def __init__(self, session: AsyncSession) -> None:
        self.get = async_raw_response(session, AsyncFlink, AsyncFlink.get)
