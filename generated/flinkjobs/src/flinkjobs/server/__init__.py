# Generated from openapi.yaml; do not edit.
"""The server interface of this contract.

Implement Jobs and pass the instances to `build_app`: it routes requests, checks their
parameters and writes envelopes and errors as the contract says.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext

from .._runtime.server.app import App, new_request_id
from .._runtime.server.asgi import ClientDisconnected, Message, Receive, Scope, Send, read_body
from .._runtime.server.limits import Limits
from .._runtime.server.request_context import Guard, RequestContext
from .._runtime.server.request_record import Observer, RequestRecord
from .._runtime.server.routing import Route
from .._runtime.server.service_api import (
    ErrorResponse,
    OperationFailure,
    PageResult,
    Principal,
    ServiceCall,
)
from ..contract import API, ERROR_BODY, ERRORS
from ..operations import GET_JOB, LIST_JOBS
from .jobs import GetJobParameters, Jobs, ListJobsParameters

__all__ = [
    "App",
    "ClientDisconnected",
    "ErrorResponse",
    "Guard",
    "Limits",
    "Message",
    "Observer",
    "OperationFailure",
    "PageResult",
    "Principal",
    "Receive",
    "RequestContext",
    "RequestRecord",
    "Scope",
    "Send",
    "ServiceCall",
    "Jobs",
    "ListJobsParameters",
    "GetJobParameters",
    "build_app",
    "new_request_id",
    "read_body",
]


def build_app(
    *,
    jobs: Jobs,
    guards: Sequence[Guard] = (),
    lifespan: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
    new_request_id: Callable[[], str] = new_request_id,
    limits: Limits = Limits(),
    observer: Observer | None = None,
    map_error: Callable[[Exception], ErrorResponse | None] | None = None,
) -> App:
    """Build an ASGI application from one service per resource.

    `guards` run in order after routing; each may reject a request by raising ErrorResponse.
    `lifespan` is entered when the server process starts and left when it stops. Requests beyond
    `limits` are rejected. `observer` receives the record of each finished request. `map_error`
    returns the error response for an exception of a guard or a service; an exception for which it
    returns None is logged, and the client receives InternalError without its text.
    """
    return App(
        (
            Route(LIST_JOBS, ListJobsParameters, jobs.list_jobs),
            Route(GET_JOB, GetJobParameters, jobs.get_job),
        ),
        errors=ERRORS,
        error_fields=ERROR_BODY,
        guards=guards,
        lifespan=lifespan,
        new_request_id=new_request_id,
        limits=limits,
        observer=observer,
        map_error=map_error,
        request_id_header=API.request_id_header,
    )
