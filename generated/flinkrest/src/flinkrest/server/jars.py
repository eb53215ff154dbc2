# Generated from flink-rest.yaml; do not edit.
"""The service interface of jars, which a server implements."""

from msgspec import Struct

from .._runtime.server.service_api import ServiceCall, operation_not_implemented
from ..models import JarList, Planning, Submission
from ..operations import PlanJarBody, RunJarBody

__all__ = ["Jars", "ListJarsParameters", "RunJarParameters", "PlanJarParameters"]


class ListJarsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListJars, validated against the contract."""


class RunJarParameters(Struct, frozen=True, kw_only=True):
    """The parameters of RunJar, validated against the contract."""

    jar_id: str
    """Id of the jar."""
    body: RunJarBody
    """The program's arguments, and the settings of its job."""


class PlanJarParameters(Struct, frozen=True, kw_only=True):
    """The parameters of PlanJar, validated against the contract."""

    jar_id: str
    """Id of the jar."""
    body: PlanJarBody
    """The program's arguments, and the settings of its job."""


class Jars:
    """The programs that were uploaded to the JobManager."""

    async def list_jars(self, call: ServiceCall, parameters: ListJarsParameters) -> JarList | bytes:
        """List the jars that were uploaded.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def run_jar(self, call: ServiceCall, parameters: RunJarParameters) -> Submission | bytes:
        """Run the program of a jar, which submits a job.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def plan_jar(self, call: ServiceCall, parameters: PlanJarParameters) -> Planning | bytes:
        """Run the program of a jar for the plan of its job, which is not submitted.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
