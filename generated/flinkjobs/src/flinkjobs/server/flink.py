# Generated from openapi.yaml; do not edit.
"""The service interface of flink, which a server implements."""

from typing import Literal

from msgspec import Struct

from .._runtime.server.service_api import ServiceCall, operation_not_implemented

__all__ = ["Flink", "FlinkApiProxyParameters"]


class FlinkApiProxyParameters(Struct, frozen=True, kw_only=True):
    """The parameters of FlinkApiProxy, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    resource_type: Literal["jobs", "sessionclusters"]
    """What is asked about, a job instance (jobs) or a session cluster (sessionclusters)."""
    resource_id: str
    """Id of the job instance or session cluster."""
    flink_api_path: str
    """Path of Flink's REST API, perhaps with a query. In it, a job instance has its id without the
    hyphens.
    """


class Flink:
    """Flink's own REST API, as far as it is about a job instance."""

    async def flink_api_proxy(
        self, call: ServiceCall, parameters: FlinkApiProxyParameters
    ) -> str | bytes:
        """Read a path of Flink's REST API.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
