# Generated from openapi.yaml; do not edit.
"""The service interface of variables, which a server implements."""

from msgspec import Struct

from .._runtime.server.service_api import PageResult, ServiceCall, operation_not_implemented
from ..models import Variable
from ..operations import CreateVariableBody, UpdateVariableBody

__all__ = [
    "Variables",
    "ListVariablesParameters",
    "CreateVariableParameters",
    "DeleteVariableParameters",
    "UpdateVariableParameters",
]


class ListVariablesParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListVariables, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    page_index: int = 1
    """Number of the page, counted from 1. A page beyond the last one is empty."""
    page_size: int = 10
    """Number of variables on a page."""


class CreateVariableParameters(Struct, frozen=True, kw_only=True):
    """The parameters of CreateVariable, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    body: CreateVariableBody
    """The variable. It needs a name, a kind and a value."""


class DeleteVariableParameters(Struct, frozen=True, kw_only=True):
    """The parameters of DeleteVariable, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    name: str
    """Name of the variable; case matters."""


class UpdateVariableParameters(Struct, frozen=True, kw_only=True):
    """The parameters of UpdateVariable, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    name: str
    """Name of the variable; case matters."""
    body: UpdateVariableBody
    """The properties to change."""


class Variables:
    """Variables, values that programs and settings have by name."""

    async def list_variables(
        self, call: ServiceCall, parameters: ListVariablesParameters
    ) -> PageResult[Variable]:
        """List the variables of a namespace.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def create_variable(
        self, call: ServiceCall, parameters: CreateVariableParameters
    ) -> Variable | bytes:
        """Create a variable.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def delete_variable(
        self, call: ServiceCall, parameters: DeleteVariableParameters
    ) -> None:
        """Delete a variable.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def update_variable(
        self, call: ServiceCall, parameters: UpdateVariableParameters
    ) -> Variable | bytes:
        """Change a variable.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
