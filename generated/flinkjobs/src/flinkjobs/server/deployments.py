# Generated from openapi.yaml; do not edit.
"""The service interface of deployments, which a server implements."""

from typing import Literal

from msgspec import Struct

from .._runtime.server.service_api import PageResult, ServiceCall, operation_not_implemented
from ..models import Deployment, FoundDeploymentsResponse
from ..operations import CreateDeploymentBody, UpdateDeploymentBody, UpdateDeploymentByNameBody

__all__ = [
    "Deployments",
    "ListDeploymentsParameters",
    "CreateDeploymentParameters",
    "GetDeploymentParameters",
    "UpdateDeploymentParameters",
    "DeleteDeploymentParameters",
    "GetDeploymentsByNameParameters",
    "GetDeploymentsByLabelParameters",
    "UpdateDeploymentByNameParameters",
    "DeleteDeploymentByNameParameters",
]


class ListDeploymentsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListDeployments, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    name: str | None = None
    """Only deployments whose name contains this text; case matters."""
    status: (
        Literal["STARTING", "RUNNING", "CANCELLING", "FAILED", "CANCELLED", "FINISHED"] | None
    ) = None
    """Only deployments whose latest job instance is in this state."""
    execution_mode: Literal["STREAMING", "BATCH"] | None = None
    """Only deployments of this execution mode."""
    creator: str | None = None
    """Only deployments that this account or user created."""
    modifier: str | None = None
    """Only deployments that this account or user changed last."""
    label_key: str | None = None
    """Only deployments that have a label of this name."""
    label_value_array: str | None = None
    """Only deployments whose label labelKey has one of these values, which are separated by
    semicolons or commas.
    """
    sort_name: Literal["gmt_create", "gmt_modified"] = "gmt_create"
    """Order by creation time (gmt_create) or by the time of the last change (gmt_modified), newest
    first. Ties are ordered by descending id.
    """
    page_index: int = 1
    """Number of the page, counted from 1. A page beyond the last one is empty."""
    page_size: int = 10
    """Number of deployments on a page."""


class CreateDeploymentParameters(Struct, frozen=True, kw_only=True):
    """The parameters of CreateDeployment, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    body: CreateDeploymentBody
    """The deployment. It needs a name, an executionMode and an artifact with its kind."""


class GetDeploymentParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetDeployment, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    deployment_id: str
    """Id of the deployment."""


class UpdateDeploymentParameters(Struct, frozen=True, kw_only=True):
    """The parameters of UpdateDeployment, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    deployment_id: str
    """Id of the deployment."""
    body: UpdateDeploymentBody
    """The properties to change."""


class DeleteDeploymentParameters(Struct, frozen=True, kw_only=True):
    """The parameters of DeleteDeployment, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    deployment_id: str
    """Id of the deployment."""


class GetDeploymentsByNameParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetDeploymentsByName, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    deployment_name: str
    """Name of the deployment; case matters."""
    ignore_job_summary: bool = False
    """Whether to leave out the numbers of job instances."""
    ignore_resource_setting: bool = False
    """Whether to leave out the requested resources."""


class GetDeploymentsByLabelParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetDeploymentsByLabel, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    label_key: str
    """Name of the label."""
    label_value: str
    """Value of the label; several are separated by commas, and any of them will do."""
    ignore_job_summary: bool = False
    """Whether to leave out the numbers of job instances."""
    ignore_resource_setting: bool = False
    """Whether to leave out the requested resources."""


class UpdateDeploymentByNameParameters(Struct, frozen=True, kw_only=True):
    """The parameters of UpdateDeploymentByName, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    deployment_name: str
    """Name of the deployment; case matters."""
    body: UpdateDeploymentByNameBody
    """The properties to change."""


class DeleteDeploymentByNameParameters(Struct, frozen=True, kw_only=True):
    """The parameters of DeleteDeploymentByName, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    deployment_name: str
    """Name of the deployment; case matters."""


class Deployments:
    """Deployments, what a job is; each start makes a job instance of it."""

    async def list_deployments(
        self, call: ServiceCall, parameters: ListDeploymentsParameters
    ) -> PageResult[Deployment]:
        """List the deployments of a namespace.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def create_deployment(
        self, call: ServiceCall, parameters: CreateDeploymentParameters
    ) -> Deployment | bytes:
        """Create a deployment.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_deployment(
        self, call: ServiceCall, parameters: GetDeploymentParameters
    ) -> Deployment | bytes:
        """Get one deployment.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def update_deployment(
        self, call: ServiceCall, parameters: UpdateDeploymentParameters
    ) -> Deployment | bytes:
        """Change a deployment.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def delete_deployment(
        self, call: ServiceCall, parameters: DeleteDeploymentParameters
    ) -> None:
        """Delete a deployment.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_deployments_by_name(
        self, call: ServiceCall, parameters: GetDeploymentsByNameParameters
    ) -> FoundDeploymentsResponse | bytes:
        """Get the deployment of a name.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_deployments_by_label(
        self, call: ServiceCall, parameters: GetDeploymentsByLabelParameters
    ) -> FoundDeploymentsResponse | bytes:
        """List the deployments that have a label.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def update_deployment_by_name(
        self, call: ServiceCall, parameters: UpdateDeploymentByNameParameters
    ) -> Deployment | bytes:
        """Change the deployment of a name.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def delete_deployment_by_name(
        self, call: ServiceCall, parameters: DeleteDeploymentByNameParameters
    ) -> None:
        """Delete the deployment of a name.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
