# Generated from openapi.yaml; do not edit.
"""The service interface of events, which a server implements."""

from msgspec import Struct

from .._runtime.server.service_api import PageResult, ServiceCall, operation_not_implemented
from ..models import Event

__all__ = ["Events", "GetEventsParameters"]


class GetEventsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetEvents, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    deployment_id: str | None = None
    """Only events of this deployment."""
    deployment_name: str | None = None
    """Only events of deployments that had exactly this name then."""
    page_index: int = 1
    """Number of the page, counted from 1. A page beyond the last one is empty."""
    page_size: int = 10
    """Number of events on a page."""


class Events:
    """Events, a record of who changed what and of how jobs fared."""

    async def get_events(
        self, call: ServiceCall, parameters: GetEventsParameters
    ) -> PageResult[Event]:
        """List the events of a namespace.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
