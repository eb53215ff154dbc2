"""The ASGI application: routes each request, checks it, calls the service and encodes the result.

The life of a request: request id, route, guards, parameters, service method, envelope. Any error on
the way becomes an error response of the contract; an unexpected one is logged, and its text is not
sent.
"""

import asyncio
import logging
import os
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

from ..contract.operation import ErrorBodyFields, ErrorRule
from .asgi import (
    ClientDisconnected,
    Receive,
    Response,
    Scope,
    Send,
    read_body,
    read_headers,
    read_path,
    read_text,
    send_response,
)
from .error_encoding import UNSTATED_FORMS, ErrorEncoder
from .error_forms import ErrorForms
from .limits import Limits, check_head
from .parameter_decoding import parameters_decoder
from .request_context import Guard, RequestContext
from .request_record import Observer, RequestRecord
from .response_bodies import encode_response, encode_success
from .response_encoding import encode_failure
from .routing import Route, Router
from .service_api import ErrorResponse, OperationFailure, Success

__all__ = ["App", "new_request_id"]

_logger = logging.getLogger(__name__)


def new_request_id() -> str:
    """Return a new request id: a random UUID."""
    digits = os.urandom(16).hex().upper()
    variant = "89AB"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


class App:
    """An ASGI application that serves the operations of a contract.

    `guards` run in order after routing. `lifespan` is entered when the server process starts and
    left when it stops. Requests beyond `limits` are rejected. `observer` receives the record of each
    finished request. `map_error` returns the error response for an exception of a guard or a
    service; an exception for which it returns None is unexpected. Error bodies have the `error_fields` of
    the contract, else the `error_forms`, else they are problem details (RFC 9457).
    """

    def __init__(
        self,
        routes: Sequence[Route[Any, Any]],
        *,
        errors: Sequence[ErrorRule],
        error_fields: ErrorBodyFields | None = None,
        error_forms: ErrorForms | None = None,
        guards: Sequence[Guard] = (),
        lifespan: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
        new_request_id: Callable[[], str] = new_request_id,
        limits: Limits = Limits(),
        observer: Observer | None = None,
        map_error: Callable[[Exception], ErrorResponse | None] | None = None,
        request_id_header: str = "x-request-id",
    ) -> None:
        self._router = Router(routes)
        self._decoders = {route.operation.name: parameters_decoder(route) for route in routes}
        self._errors = ErrorEncoder(
            rules=tuple(errors), fields=error_fields, forms=error_forms or UNSTATED_FORMS
        )
        self._guards = tuple(guards)
        self._lifespan = lifespan
        self._new_request_id = new_request_id
        self._limits = limits
        self._observer = observer
        self._map_error = map_error
        self._request_id_header = request_id_header

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection: an HTTP request, or the lifespan of the server process."""
        if scope["type"] == "lifespan":
            await self._run_lifespan(receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            raise TypeError(f"this application serves HTTP only, not {scope['type']}")

    async def _run_lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        phase = "startup"
        try:
            async with self._lifespan():
                await send({"type": "lifespan.startup.complete"})
                phase = "shutdown"
                await receive()
        except Exception as error:
            _logger.exception("%s failed", phase)
            await send({"type": f"lifespan.{phase}.failed", "message": str(error)})
            return
        await send({"type": "lifespan.shutdown.complete"})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        record = RequestRecord(request_id=self._new_request_id(), method=scope["method"])
        try:
            response = await self._respond(scope, receive, record)
            response.headers[self._request_id_header] = record.request_id
            record.status, record.size = response.status, len(response.body)
            await asyncio.sleep(0)  # responses of one loop iteration are sent together: one wake-up
            await send_response(send, response, with_body=scope["method"] != "HEAD")
        except ClientDisconnected:
            record.code = "ClientDisconnected"
        finally:
            record.seconds = time.perf_counter() - began
            self._observe(record)

    async def _respond(self, scope: Scope, receive: Receive, record: RequestRecord) -> Response:
        """Return the response of the operation, or that of the error that prevents it."""
        headers = read_headers(scope)
        try:
            context = await self._read(scope, headers, receive, record)
            return await self._call(context, record)
        except ClientDisconnected:
            raise
        except ErrorResponse as error:
            return self._encode_error(error, headers, record)
        except Exception as error:
            return self._encode_error(self._error_response(error, record), headers, record)

    def _error_response(self, error: Exception, record: RequestRecord) -> ErrorResponse:
        """Return the error response of an exception, also when `map_error` itself fails."""
        try:
            mapped = self._map_error(error) if self._map_error else None
        except Exception:
            return _internal_error(record)
        return mapped or _internal_error(record)

    async def _read(
        self,
        scope: Scope,
        headers: dict[str, list[str]],
        receive: Receive,
        record: RequestRecord,
    ) -> RequestContext:
        raw_path, raw_query = read_path(scope), read_text(scope.get("query_string", b""))
        client = scope.get("client")
        record.client = client[0] if client else None
        record.path = raw_path
        check_head(self._limits, raw_path, raw_query, headers)
        match = self._router.match(scope["method"], raw_path, raw_query)
        record.operation = match.route.operation.name
        record.context = RequestContext(
            request_id=record.request_id,
            method=scope["method"],
            raw_path=raw_path,
            raw_query=raw_query,
            headers=headers,
            body=await read_body(scope, receive, self._limits.body, self._limits.body_seconds),
            client=record.client,
            secure=scope.get("scheme") == "https",
            match=match,
        )
        return record.context

    async def _call(self, context: RequestContext, record: RequestRecord) -> Response:
        for guard in self._guards:
            await guard(context)
        operation, request_id = context.operation, context.request_id
        parameters = self._decoders[operation.name](context)
        try:
            result = await context.match.route.handler(context.call, parameters)
        except OperationFailure as failure:
            if operation.envelope is None:
                raise ErrorResponse(failure.code, failure.message) from failure
            record.code = failure.code
            return Response(status=200, body=encode_failure(operation, request_id, failure))
        if isinstance(result, Success):
            return encode_success(operation, parameters, request_id, result)
        return encode_response(operation, parameters, request_id, result)

    def _observe(self, record: RequestRecord) -> None:
        """Call the observer; its failure is logged and does not affect the response."""
        if self._observer is None:
            return
        try:
            self._observer(record)
        except Exception:
            _logger.exception("the observer failed for request %s", record.request_id)

    def _encode_error(
        self, error: ErrorResponse, headers: dict[str, list[str]], record: RequestRecord
    ) -> Response:
        record.code = error.code
        return self._errors.encode(error, record, ",".join(headers.get("host", ())))


def _internal_error(record: RequestRecord) -> ErrorResponse:
    """Log the exception being handled; return an error response that does not show it."""
    _logger.exception("request %s failed", record.request_id)
    return ErrorResponse("InternalError", "the service failed; its log has the request id")
