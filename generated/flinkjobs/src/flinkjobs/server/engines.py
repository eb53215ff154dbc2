# Generated from openapi.yaml; do not edit.
"""The service interface of engines, which a server implements."""

from msgspec import Struct

from .._runtime.server.service_api import ServiceCall, operation_not_implemented
from ..models import EngineVersionIndex

__all__ = ["Engines", "ListEngineVersionMetadataParameters"]


class ListEngineVersionMetadataParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListEngineVersionMetadata, validated against the contract."""

    workspace: str
    """Id of the workspace."""


class Engines:
    """The engine that runs jobs, in its versions."""

    async def list_engine_version_metadata(
        self, call: ServiceCall, parameters: ListEngineVersionMetadataParameters
    ) -> EngineVersionIndex | bytes:
        """List the versions of the engine.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
