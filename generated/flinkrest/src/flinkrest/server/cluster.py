# Generated from flink-rest.yaml; do not edit.
"""The service interface of cluster, which a server implements."""

from msgspec import Struct

from .._runtime.server.service_api import ServiceCall, operation_not_implemented
from ..models import Dashboard, Overview
from ..operations import ListSettingsResult

__all__ = ["Cluster", "GetOverviewParameters", "GetDashboardParameters", "ListSettingsParameters"]


class GetOverviewParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetOverview, validated against the contract."""


class GetDashboardParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetDashboard, validated against the contract."""


class ListSettingsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListSettings, validated against the contract."""


class Cluster:
    """The cluster as a whole."""

    async def get_overview(
        self, call: ServiceCall, parameters: GetOverviewParameters
    ) -> Overview | bytes:
        """Get the version, and the numbers of slots and jobs.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_dashboard(
        self, call: ServiceCall, parameters: GetDashboardParameters
    ) -> Dashboard | bytes:
        """Get the configuration of Flink's dashboard, with the version.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def list_settings(
        self, call: ServiceCall, parameters: ListSettingsParameters
    ) -> ListSettingsResult | bytes:
        """List the configuration of the JobManager.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
