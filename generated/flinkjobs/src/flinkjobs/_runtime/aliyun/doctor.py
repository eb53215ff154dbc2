"""Checks of `doctor`: access key, endpoint, settings, clock, permissions and ids, in order."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from msgspec import Struct

from ..cli.command import Command, Program
from ..cli.output.formatting import format_span
from ..client.session import Session
from ..client.settings import Endpoint
from ..contract.operation import Operation
from ..errors import (
    ApiError,
    AuthenticationError,
    InvalidResponseError,
    NotFoundError,
    PermissionDeniedError,
    RequestTimeoutError,
    TransportError,
    UsageError,
)
from ..messages import Argument, Message
from .access_keys import key_source
from .gateway import RegionalEndpoints

__all__ = ["Check", "diagnose", "endpoint_of"]

_PLACEHOLDER = "doctor"
"""Value of a required parameter that was not given: the permission is checked before it."""
_LARGEST_SKEW = 30.0
_UNREACHABLE = (TransportError, RequestTimeoutError, InvalidResponseError)
_REMEDIES = {
    "endpoint": Message(
        "Check that the server runs and that the endpoint, with https:// or http://, is right."
    ),
    "clock": Message("Set the clock of the calling machine."),
    "ids": Message("Check the ids; each is compared exactly."),
}
Connect = Callable[..., AbstractContextManager[Session]]


class Check(Struct, frozen=True, kw_only=True):
    """A check with its result: a detail where it is passed, else the problem and the remedy."""

    name: str | Message
    detail: str = ""
    problem: str | Message = ""
    remedy: str | Message = ""


def endpoint_of(
    program: Program,
    endpoints: RegionalEndpoints | None,
    settings: Mapping[str, Any],
    environ: Mapping[str, str],
) -> str:
    """Return the endpoint that a client with these settings calls; raise UsageError without one."""
    api, endpoint = program.api, settings.get("endpoint")
    if endpoints is not None:
        text = endpoints.find(api, endpoint, settings.get("region"), environ)
    else:
        text = endpoint or environ.get(api.variable("endpoint")) or api.server
    if not text:
        raise UsageError(
            Message(
                "no endpoint: pass {argument}, or set {variable}",
                argument=Argument("endpoint"),
                variable=api.variable("endpoint"),
            )
        )
    return str(Endpoint.parse(text))


def diagnose(
    program: Program,
    endpoints: RegionalEndpoints | None,
    settings: Mapping[str, Any],
    values: Mapping[str, object],
    environ: Mapping[str, str],
    connect: Connect,
) -> Iterator[Check]:
    """Yield the checks: of the settings first, and where these are complete, of the service."""
    complete = True
    for check in _settings(program, endpoints, settings, values, environ):
        complete = complete and not check.problem
        yield check
    if complete:
        with connect(**settings, retries=0) as session:
            yield from _service(program, session, values)


def _settings(
    program: Program,
    endpoints: RegionalEndpoints | None,
    settings: Mapping[str, Any],
    values: Mapping[str, object],
    environ: Mapping[str, str],
) -> Iterator[Check]:
    try:
        key = key_source(None, None, settings.get("profile"), environ).find()
        yield Check(name=Message("access key"), detail=key.id)
    except UsageError as error:
        yield Check(name=Message("access key"), problem=error.message_data)
    try:
        yield Check(
            name=Message("endpoint"), detail=endpoint_of(program, endpoints, settings, environ)
        )
    except UsageError as error:
        yield Check(name=Message("endpoint"), problem=error.message_data)
    for name in program.client_scoped:
        variable = program.api.variable(name)
        value = values.get(name) or environ.get(variable)
        problem = (
            ""
            if value
            else Message(
                "no {name}: pass {argument}, or set {variable}",
                name=name,
                argument=Argument(name),
                variable=variable,
            )
        )
        yield Check(name=Message(name), detail=str(value or ""), problem=problem)


def _service(program: Program, session: Session, values: Mapping[str, object]) -> Iterator[Check]:
    """Yield what calls of the service show; they end where it refuses the access key."""
    found = False
    for index, operation in enumerate(_readers(program)):
        is_given, error = _call(program, session, operation, values)
        if index == 0:
            checks = list(_reached(session, error))
            yield from checks
            if checks[-1].problem:
                return
        yield _permission(operation, error)
        if is_given and not isinstance(error, PermissionDeniedError) and not found:
            found = True
            is_absent = isinstance(error, NotFoundError)
            yield _failed("ids", error) if error and is_absent else Check(name=Message("ids"))


def _readers(program: Program) -> Iterator[Operation[Any]]:
    """Yield the operations that only read and need a permission, each once."""
    commands: Iterator[Command] = (
        command for resource in program.resources for command in resource.commands
    )
    operations = {command.operation.name: command.operation for command in commands}
    for operation in operations.values():
        if operation.method == "GET" and operation.permission:
            yield operation


def _call(
    program: Program, session: Session, operation: Operation[Any], values: Mapping[str, object]
) -> tuple[bool, ApiError | None]:
    """Call an operation; return whether its parameters were all given, and the error."""
    names = [
        parameter.name
        for parameter in operation.parameters
        if parameter.required and parameter.name not in program.client_scoped
    ]
    known = {parameter.name for parameter in operation.parameters}
    given = {name: value for name, value in values.items() if name in known}
    arguments = {**dict.fromkeys(names, _PLACEHOLDER), **given}
    try:
        session.call(operation, arguments)
    except ApiError as error:
        return all(name in given for name in names), error
    return all(name in given for name in names), None


def _reached(session: Session, error: ApiError | None) -> Iterator[Check]:
    """Yield whether the service was reached, at the same time, with a key that it accepts."""
    is_other = isinstance(error, NotFoundError) and error.status == 404
    if error is not None and (is_other or isinstance(error, _UNREACHABLE)):
        yield _failed("service", error, _REMEDIES["endpoint"])
        return
    yield Check(name=Message("service"))
    if error is not None and error.repair == "clock":
        yield _failed("clock", error)
        return
    context = session._context
    skew = (context.environment.clock() - context.clock.now()).total_seconds()
    if abs(skew) > _LARGEST_SKEW:
        ahead, behind = "{span} ahead of the server's", "{span} behind the server's"
        problem = Message(ahead if skew > 0 else behind, span=format_span(abs(skew)))
        yield Check(name=Message("clock"), problem=problem, remedy=_REMEDIES["clock"])
    else:
        yield Check(name=Message("clock"))
    if isinstance(error, AuthenticationError):
        yield _failed("signature", error)
    else:
        yield Check(name=Message("signature"))


def _permission(operation: Operation[Any], error: ApiError | None) -> Check:
    name = Message("permission {permission}", permission=operation.permission)
    return _failed(name, error) if isinstance(error, PermissionDeniedError) else Check(name=name)


def _failed(name: str | Message, error: ApiError, remedy: str | Message = "") -> Check:
    message: str | Message = error.message_data
    if not (isinstance(message, Message) and message.parameters):
        message = (str(message).splitlines() or [""])[0]
    problem = (
        Message("{code}: {message}", code=error.code, message=message) if error.code else message
    )
    stated = error.remedy_data or remedy or _REMEDIES.get(str(name)) or ""
    return Check(
        name=Message(name) if isinstance(name, str) else name, problem=problem, remedy=stated
    )
