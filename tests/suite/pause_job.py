"""PauseJob, an operation with a body: a patched contract, and servers that implement it.

Each server is the target with one more route. `PauseJobBody` follows the contract; the other bodies
each leave something out.
"""

import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
import yaml
from msgspec import UNSET, Meta, Struct, UnsetType, structs

from flinkjobs._runtime.server.routing import Route
from flinkjobs.contract import ERROR_BODY, ERRORS
from flinkjobs.operations import GET_JOB, LIST_JOBS
from flinkjobs.server import (
    App,
    ErrorResponse,
    GetJobParameters,
    ListJobsParameters,
    RequestContext,
)
from flinkjobs_target.app import create_app
from flinkjobs_target.clock import utc_now
from flinkjobs_target.engine.reconciler import Reconciler
from flinkjobs_target.engine.simulated.engine import SimulatedEngine
from flinkjobs_target.services.jobs import JobService
from flinkjobs_target.storage import Storage
from flinkjobs_target.value_cipher import NoCipher
from tests.contract.clause import Checker
from tests.contract.contract import Contract
from tests.contract.specification import load_document
from tests.contract.target_client import open_client
from tests.contract.targets.in_process import in_process

__all__ = [
    "NAME",
    "PATH",
    "BodyWithoutBounds",
    "BodyWithoutRequirement",
    "PauseJobBody",
    "open_pause_job_checker",
    "patched_document",
]

NAME = "PauseJob"
_GET_PATH = "/api/v2/namespaces/{namespace}/jobs/{jobId}"
PATH = f"{_GET_PATH}:pause"
Modes: TypeAlias = Literal["NONE", "STOP_WITH_SAVEPOINT", "STOP_WITH_DRAIN"]
_SCHEMA = """
type: object
required: [mode, stoppedAt]
properties:
  mode: {type: string, enum: [NONE, STOP_WITH_SAVEPOINT, STOP_WITH_DRAIN]}
  timeoutSeconds: {type: integer, minimum: 1, maximum: 3600}
  reason: {type: string, minLength: 1, maxLength: 20}
  force: {type: boolean}
  labels: {type: array, maxItems: 3, items: {type: string}}
  savepoint:
    type: object
    required: [path]
    properties:
      path: {type: string, minLength: 1}
  stoppedAt: {type: string, readOnly: true}
"""


class Savepoint(Struct):
    path: Annotated[str, Meta(min_length=1)]


class PauseJobBody(Struct, kw_only=True):
    """The body, as the contract has it."""

    mode: Modes
    timeoutSeconds: Annotated[int, Meta(ge=1, le=3600)] | UnsetType = UNSET
    reason: Annotated[str, Meta(min_length=1, max_length=20)] | UnsetType = UNSET
    force: bool | UnsetType = UNSET
    labels: Annotated[list[str], Meta(max_length=3)] | UnsetType = UNSET
    savepoint: Savepoint | UnsetType = UNSET


class BodyWithoutRequirement(PauseJobBody, kw_only=True):
    """A body whose mode may be left out."""

    mode: Modes = "NONE"


class BodyWithoutBounds(PauseJobBody, kw_only=True):
    """A body with any timeout."""

    timeoutSeconds: int | UnsetType = UNSET


def patched_document() -> dict[str, Any]:
    """Return the contract of ListJobs and GetJob, with PauseJob beside them."""
    document: dict[str, Any] = copy.deepcopy(load_document())
    kept = (_GET_PATH, _GET_PATH.removesuffix("/{jobId}"))
    document["paths"] = {path: {"get": document["paths"][path]["get"]} for path in kept}
    operation = copy.deepcopy(document["paths"][_GET_PATH]["get"])
    operation["responses"]["200"].pop("links")
    operation.pop("x-waiters")
    operation["operationId"] = NAME
    operation["x-ram"]["action"] = f"stream:{NAME}"
    schema = {"$ref": "#/components/schemas/jobs.PauseJobBody"}
    operation["requestBody"] = {
        "required": True,
        "content": {"application/json": {"schema": schema}},
    }
    document["components"]["schemas"]["jobs.PauseJobBody"] = yaml.safe_load(_SCHEMA)
    document["paths"][PATH] = {"post": operation}
    return document


@contextmanager
def open_pause_job_checker(body_type: type[Struct] | None) -> Iterator[Checker]:
    """Open a server that reads bodies of a type, or ignores them; yield its checker."""
    contract = Contract(patched_document())
    with in_process(_app_builder(body_type)) as target, open_client(contract, target) as client:
        yield Checker(contract, target, client, seed=0)


def _app_builder(body_type: type[Struct] | None) -> Callable[..., App]:
    def build(storage: Storage, **settings: Any) -> App:
        target = create_app(storage, **settings)
        engine = SimulatedEngine()
        reconciler = Reconciler(storage.deploying, engine, utc_now)
        service = JobService(storage.jobs, storage.deploying, engine, reconciler, NoCipher())
        pause_job = structs.replace(
            GET_JOB, name=NAME, method="POST", path=PATH, permission=f"stream:{NAME}"
        )
        paths = (PATH, *(PATH.replace(":", colon) for colon in ("%3A", "%3a")))
        routes: list[Route[Any, Any]] = [
            Route(LIST_JOBS, ListJobsParameters, service.list_jobs),
            Route(GET_JOB, GetJobParameters, service.get_job),
            *(
                Route(structs.replace(pause_job, path=path), GetJobParameters, service.get_job)
                for path in paths
            ),
        ]

        async def check_body(context: RequestContext) -> None:
            if context.operation.name == NAME and body_type is not None:
                _check(context.body, body_type)

        guards = (*target._guards, check_body)
        return App(routes, errors=ERRORS, error_fields=ERROR_BODY, guards=guards)

    return build


def _check(body: bytes, body_type: type[Struct]) -> None:
    if not body:
        raise ErrorResponse("MissingBody", "the body is missing")
    try:
        value = msgspec.json.decode(body)
        if isinstance(value, dict):
            _require(value, body_type)
        msgspec.json.decode(body, type=body_type)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ErrorResponse("InvalidBody", f"the body is not valid: {error}") from None


def _require(value: Mapping[str, Any], body_type: type[Struct]) -> None:
    for field in structs.fields(body_type):
        if field.required and value.get(field.encode_name) is None:
            name = field.encode_name
            raise ErrorResponse(f"Missing{name[0].upper()}{name[1:]}", f"{name} is missing")
