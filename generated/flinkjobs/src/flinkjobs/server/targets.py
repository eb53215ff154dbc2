# Generated from openapi.yaml; do not edit.
"""The service interface of targets, which a server implements."""

from msgspec import Struct

from .._runtime.server.service_api import PageResult, ServiceCall, operation_not_implemented
from ..models import DeploymentTarget

__all__ = ["Targets", "ListDeploymentTargetsParameters"]


class ListDeploymentTargetsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListDeploymentTargets, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    page_index: int = 1
    """Number of the page, counted from 1. A page beyond the last one is empty."""
    page_size: int = 10
    """Number of deployment targets on a page."""


class Targets:
    """Deployment targets, the resource queues and session clusters that deployments run on."""

    async def list_deployment_targets(
        self, call: ServiceCall, parameters: ListDeploymentTargetsParameters
    ) -> PageResult[DeploymentTarget]:
        """List the deployment targets of a namespace.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
