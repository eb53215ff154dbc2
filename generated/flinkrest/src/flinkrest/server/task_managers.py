# Generated from flink-rest.yaml; do not edit.
"""What a server of this contract implements for task_managers."""

from abc import ABC, abstractmethod

from msgspec import Struct

from .._runtime.server.service_api import Call
from ..models import TaskManager, TaskManagerList

__all__ = ["TaskManagers", "ListTaskManagersParameters", "GetTaskManagerParameters"]


class ListTaskManagersParameters(Struct, frozen=True, kw_only=True):
    """Parameters of ListTaskManagers, checked against the contract."""


class GetTaskManagerParameters(Struct, frozen=True, kw_only=True):
    """Parameters of GetTaskManager, checked against the contract."""

    task_manager_id: str
    """Id of the TaskManager."""


class TaskManagers(ABC):
    """The processes that run the tasks of jobs."""

    @abstractmethod
    async def list_task_managers(
        self, call: Call, parameters: ListTaskManagersParameters
    ) -> TaskManagerList | bytes:
        """List the TaskManagers that have registered.

        JSON that is ready to be sent may be given as bytes. Raise BusinessFailure with a code
        of the contract to answer that it did not succeed.
        """

    @abstractmethod
    async def get_task_manager(
        self, call: Call, parameters: GetTaskManagerParameters
    ) -> TaskManager | bytes:
        """Tell what a TaskManager has, and which job has which part of it.

        JSON that is ready to be sent may be given as bytes. Raise BusinessFailure with a code
        of the contract to answer that it did not succeed.
        """
