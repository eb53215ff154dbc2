# Generated from openapi.yaml; do not edit.
"""Engines of the synchronous client."""

from .._runtime.client.response import require_payload
from .._runtime.client.session import Session
from .._runtime.options.raw_response import raw_response
from ..models import EngineVersionIndex
from ..operations import LIST_ENGINE_VERSION_METADATA

__all__ = ["Engines"]


class Engines:
    """The engine that runs jobs, in its versions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    def versions(
        self,
        *,
        workspace: str | None = None,
    ) -> EngineVersionIndex:
        """List the versions of the engine.

        Returns the versions that a deployment can name as its engineVersion, and which one it
        has when it names none.

        Args:
            workspace: Id of the workspace. Default: the client's.

        Returns:
            The EngineVersionIndex of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "workspace": workspace,
        }
        result = self._session.call(LIST_ENGINE_VERSION_METADATA, arguments)
        return require_payload(LIST_ENGINE_VERSION_METADATA, result, result.value.data)


class RawOperations:
    """The operations of Engines; each returns its value with the raw response."""

    def __init__(self, session: Session) -> None:
        self.versions = raw_response(session, Engines, Engines.versions)
