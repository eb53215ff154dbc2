# Generated from flink-rest.yaml; do not edit.
"""The service interface of savepoints, which a server implements."""

from typing import Any

from msgspec import Struct

from .._runtime.server.service_api import ServiceCall, Success, operation_not_implemented
from ..models import Trigger, TriggerResult
from ..operations import DisposeSavepointBody, TriggerSavepointBody

__all__ = [
    "Savepoints",
    "TriggerSavepointParameters",
    "GetSavepointParameters",
    "DisposeSavepointParameters",
    "GetDisposalParameters",
]


class TriggerSavepointParameters(Struct, frozen=True, kw_only=True):
    """The parameters of TriggerSavepoint, validated against the contract."""

    job_id: str
    """Id of the job, 32 hexadecimal digits."""
    body: TriggerSavepointBody
    """Directory and format of the savepoint."""


class GetSavepointParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetSavepoint, validated against the contract."""

    job_id: str
    """Id of the job, 32 hexadecimal digits."""
    trigger_id: str
    """Id of the operation, 32 hexadecimal digits."""


class DisposeSavepointParameters(Struct, frozen=True, kw_only=True):
    """The parameters of DisposeSavepoint, validated against the contract."""

    body: DisposeSavepointBody
    """Path of the savepoint."""


class GetDisposalParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetDisposal, validated against the contract."""

    trigger_id: str
    """Id of the operation, 32 hexadecimal digits."""


class Savepoints:
    """Savepoints, taken of running jobs and disposed of."""

    async def trigger_savepoint(
        self, call: ServiceCall, parameters: TriggerSavepointParameters
    ) -> Trigger | bytes | Success[Any]:
        """Take a savepoint of a job, which runs on.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_savepoint(
        self, call: ServiceCall, parameters: GetSavepointParameters
    ) -> TriggerResult | bytes:
        """Get the result of a savepoint or of a stop.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def dispose_savepoint(
        self, call: ServiceCall, parameters: DisposeSavepointParameters
    ) -> Trigger | bytes | Success[Any]:
        """Delete the files of a savepoint.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_disposal(
        self, call: ServiceCall, parameters: GetDisposalParameters
    ) -> TriggerResult | bytes:
        """Get the result of a disposal.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
