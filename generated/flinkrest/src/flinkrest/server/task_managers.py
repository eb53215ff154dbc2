# Generated from flink-rest.yaml; do not edit.
"""The service interface of task_managers, which a server implements."""

from abc import ABC, abstractmethod

from msgspec import Struct

from .._runtime.server.service_api import ServiceCall
from ..models import TaskManager, TaskManagerList

__all__ = ["TaskManagers", "ListTaskManagersParameters", "GetTaskManagerParameters"]


class ListTaskManagersParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListTaskManagers, validated against the contract."""


class GetTaskManagerParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetTaskManager, validated against the contract."""

    task_manager_id: str
    """Id of the TaskManager."""


class TaskManagers(ABC):
    """The processes that run the tasks of jobs."""

    @abstractmethod
    async def list_task_managers(
        self, call: ServiceCall, parameters: ListTaskManagersParameters
    ) -> TaskManagerList | bytes:
        """List the TaskManagers that have registered.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """

    @abstractmethod
    async def get_task_manager(
        self, call: ServiceCall, parameters: GetTaskManagerParameters
    ) -> TaskManager | bytes:
        """Get a TaskManager, with its resources and the slots of jobs.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
