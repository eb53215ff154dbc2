# Generated from openapi.yaml; do not edit.
"""A server of this contract, but for what it answers.

Implement Jobs and give the result to `build_app`: it routes requests, checks their parameters
and writes envelopes and errors as the contract says.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext

from .._runtime.server.app import App, new_request_id
from .._runtime.server.asgi import ClientGone, Message, Receive, Scope, Send, read_body
from .._runtime.server.limits import Limits
from .._runtime.server.request_context import Exchange, Guard
from .._runtime.server.request_record import Observer, Outcome
from .._runtime.server.routing import Route
from .._runtime.server.service_api import BusinessFailure, Call, Items, Principal, Refusal
from ..contract import ERRORS, REFUSAL
from ..operations import GET_JOB, LIST_JOBS
from .jobs import GetJobParameters, Jobs, ListJobsParameters

__all__ = [
    "App",
    "BusinessFailure",
    "Call",
    "ClientGone",
    "Exchange",
    "Guard",
    "Items",
    "Limits",
    "Message",
    "Observer",
    "Outcome",
    "Principal",
    "Receive",
    "Refusal",
    "Scope",
    "Send",
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
    refusal_of: Callable[[Exception], Refusal | None] | None = None,
) -> App:
    """Make an ASGI application of one implementation per noun.

    `guards` run one after the other once a request has found its operation; each may refuse it.
    `lifespan` is entered when the server process starts and left when it stops. What is larger than
    `limits` is refused. `observer` learns of every request how it ended. `refusal_of` says what is
    refused with an error of a guard or an implementation; what it gives None for is logged, and the
    caller is told no more than that the service failed.
    """
    return App(
        (
            Route(LIST_JOBS, ListJobsParameters, jobs.list_jobs),
            Route(GET_JOB, GetJobParameters, jobs.get_job),
        ),
        errors=ERRORS,
        refusal=REFUSAL,
        guards=guards,
        lifespan=lifespan,
        new_request_id=new_request_id,
        limits=limits,
        observer=observer,
        refusal_of=refusal_of,
    )
