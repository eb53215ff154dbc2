# Generated from flink-rest.yaml; do not edit.
"""The service interface of task_managers, which a server implements."""

from msgspec import Struct

from .._runtime.server.service_api import ServiceCall, operation_not_implemented
from ..models import TaskManager, TaskManagerList

__all__ = ["TaskManagers", "ListTaskManagersParameters", "GetTaskManagerParameters"]


class ListTaskManagersParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListTaskManagers, validated against the contract."""


class GetTaskManagerParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetTaskManager, validated against the contract."""

    task_manager_id: str
    """Id of the TaskManager."""


class TaskManagers:
    """The processes that run the tasks of jobs."""

    async def list_task_managers(
        self, call: ServiceCall, parameters: ListTaskManagersParameters
    ) -> TaskManagerList | bytes:
        """List the TaskManagers that have registered.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_task_manager(
        self, call: ServiceCall, parameters: GetTaskManagerParameters
    ) -> TaskManager | bytes:
        """Get a TaskManager, with its resources and the slots of jobs.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
