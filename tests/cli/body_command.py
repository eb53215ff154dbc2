"""A program of one command whose request has a body."""

from typing import Any, Literal

from msgspec import Struct

from flinkjobs._runtime.cli.command import Command, Program, Resource
from flinkjobs._runtime.contract.api import Api
from flinkjobs._runtime.contract.operation import Operation, Parameter
from flinkjobs._runtime.models.base import Model
from flinkjobs._runtime.parameters.bodies import JsonBody
from flinkjobs._runtime.parameters.scalars import Text

from ..checked_bodies import body_check, body_schema

__all__ = ["RecordingSession", "deployment_command", "deployment_program"]


class Artifact(Model, kw_only=True):
    """A nested object."""

    kind: str | None = None


class Deployment(Model, kw_only=True):
    """The body of a request."""

    deployment_id: str | None = None
    name: str | None = None
    parallelism: int | None = None
    max_load: float | None = None
    is_batch: bool | None = None
    mode: Literal["STREAMING", "BATCH"] | None = None
    output: str | None = None
    artifact: Artifact | None = None
    tags: list[str] | None = None


def deployment_command(*, required: tuple[str, ...] = (), body_required: bool = True) -> Command:
    """Build the command that updates a deployment."""
    schema = body_schema(required=required, read_only=("deploymentId",))
    codec = JsonBody(type=Deployment, schema=body_check("Deployment", {"Deployment": schema}))
    operation = Operation(
        name="UpdateDeployment",
        method="PUT",
        path="/deployments/{deploymentId}",
        parameters=(
            Parameter(
                name="deployment_id",
                wire_name="deploymentId",
                location="path",
                codec=Text(min_length=1),
                required=True,
            ),
            Parameter(
                name="body", wire_name="body", location="body", codec=codec, required=body_required
            ),
        ),
        response_type=Deployment,
    )
    return Command(
        action="update",
        operation=operation,
        summary="Update a deployment.",
        description="",
        help={"deployment_id": "Id of the deployment.", "body": "The deployment."},
        body_help={"name": "Name of the deployment."},
        columns=("name",),
    )


def deployment_program(command: Command) -> Program:
    """Build a program of one command."""
    return Program(
        api=Api(package="shop", package_version="1", server="http://localhost"),
        contract_version="1",
        summary="Deployments.",
        resources=(Resource(name="deployments", summary="Deployments.", load=lambda: (command,)),),
    )


class DecodedResponse(Struct):
    """A response as a session returns it."""

    value: object
    raw: bytes
    request_id: str = "R1"


class RecordingSession:
    """A session that records its calls."""

    def __init__(self) -> None:
        self.bodies: list[Any] = []

    def call(self, operation: Operation[Any], values: dict[str, Any]) -> DecodedResponse:
        """Record the body of a call; return a deployment."""
        self.bodies.append(values.get("body"))
        return DecodedResponse(value=Deployment(name="etl"), raw=b'{"name":"etl"}')
