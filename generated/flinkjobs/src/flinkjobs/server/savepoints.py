# Generated from openapi.yaml; do not edit.
"""The service interface of savepoints, which a server implements."""

from msgspec import Struct

from .._runtime.server.service_api import PageResult, ServiceCall, operation_not_implemented
from ..models import Savepoint
from ..operations import CreateSavepointBody

__all__ = [
    "Savepoints",
    "ListSavepointsParameters",
    "CreateSavepointParameters",
    "GetSavepointParameters",
    "DeleteSavepointParameters",
]


class ListSavepointsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListSavepoints, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    deployment_id: str | None = None
    """Only savepoints of this deployment."""
    job_id: str | None = None
    """Only savepoints of this job instance."""
    page_index: int = 1
    """Number of the page, counted from 1. A page beyond the last one is empty."""
    page_size: int = 10
    """Number of savepoints on a page."""


class CreateSavepointParameters(Struct, frozen=True, kw_only=True):
    """The parameters of CreateSavepoint, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    body: CreateSavepointBody
    """The deployment, and the form of the savepoint."""


class GetSavepointParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetSavepoint, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    savepoint_id: str
    """Id of the savepoint."""


class DeleteSavepointParameters(Struct, frozen=True, kw_only=True):
    """The parameters of DeleteSavepoint, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    savepoint_id: str
    """Id of the savepoint."""


class Savepoints:
    """Savepoints, consistent copies of the state of job instances."""

    async def list_savepoints(
        self, call: ServiceCall, parameters: ListSavepointsParameters
    ) -> PageResult[Savepoint]:
        """List the savepoints of a namespace.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def create_savepoint(
        self, call: ServiceCall, parameters: CreateSavepointParameters
    ) -> Savepoint | bytes:
        """Take a savepoint of the running job instance of a deployment.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_savepoint(
        self, call: ServiceCall, parameters: GetSavepointParameters
    ) -> Savepoint | bytes:
        """Get one savepoint.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def delete_savepoint(
        self, call: ServiceCall, parameters: DeleteSavepointParameters
    ) -> None:
        """Delete a savepoint.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
