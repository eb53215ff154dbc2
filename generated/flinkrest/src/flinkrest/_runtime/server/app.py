"""The application: the life of a request from its arrival to its reply, as ASGI has it.

Request id, route, guards, parameters, implementation, envelope. Whatever goes wrong on the way
becomes one of the contract's errors; what nobody expected is logged and never shown.
"""

import asyncio
import logging
import os
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

from ..contract.operation import ErrorRule, RefusalFields
from ..errors import rule_for
from .asgi import (
    ClientGone,
    Receive,
    Reply,
    Scope,
    Send,
    read_body,
    read_headers,
    read_path,
    read_text,
    send_reply,
)
from .limits import Limits, check_head
from .parameter_decoding import parameters_reader
from .request_context import Exchange, Guard
from .request_record import Observer, Outcome
from .response_bodies import content_of
from .response_encoding import encode_failure, encode_refusal
from .routing import Route, Router
from .service_api import BusinessFailure, Refusal

__all__ = ["App", "new_request_id"]

_logger = logging.getLogger(__name__)


def new_request_id() -> str:
    """Make up the id of a request: a random UUID."""
    digits = os.urandom(16).hex().upper()
    variant = "89AB"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


class App:
    """An ASGI application that answers the operations of a contract.

    `guards` run in order once a request has found its operation. `lifespan` is entered when the
    server process starts and left when it stops. What is larger than `limits` is refused.
    `observer` learns of every request how it ended. `refusal_of` says what is refused with an error of
    a guard or an implementation; what it gives None for, nobody expected.
    """

    def __init__(
        self,
        routes: Sequence[Route[Any, Any]],
        *,
        errors: Sequence[ErrorRule],
        refusal: RefusalFields,
        guards: Sequence[Guard] = (),
        lifespan: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
        new_request_id: Callable[[], str] = new_request_id,
        limits: Limits = Limits(),
        observer: Observer | None = None,
        refusal_of: Callable[[Exception], Refusal | None] | None = None,
    ) -> None:
        self._router = Router(routes)
        self._readers = {route.operation.name: parameters_reader(route) for route in routes}
        self._errors = tuple(errors)
        self._refusal = refusal
        self._guards = tuple(guards)
        self._lifespan = lifespan
        self._new_request_id = new_request_id
        self._limits = limits
        self._observer = observer
        self._refusal_of = refusal_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection of ASGI: a request, or the life of the server process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            raise TypeError(f"this application speaks HTTP only, not {scope['type']}")

    async def _live(self, receive: Receive, send: Send) -> None:
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
        outcome = Outcome(request_id=self._new_request_id(), method=scope["method"])
        try:
            reply = await self._reply(scope, receive, outcome)
            reply.headers["x-acs-request-id"] = outcome.request_id
            outcome.status, outcome.size = reply.status, len(reply.body)
            await asyncio.sleep(0)  # replies of one turn go out together: the server wakes up once
            await send_reply(send, reply, with_body=scope["method"] != "HEAD")
        except ClientGone:
            outcome.code = "ClientGone"
        finally:
            outcome.seconds = time.perf_counter() - began
            self._observe(outcome)

    async def _reply(self, scope: Scope, receive: Receive, outcome: Outcome) -> Reply:
        """Answer or refuse; an error that nobody expected is logged, with the request id."""
        headers = read_headers(scope)
        try:
            exchange = await self._read(scope, headers, receive, outcome)
            return await self._answer(exchange, outcome)
        except ClientGone:
            raise
        except Refusal as refusal:
            return self._refuse(refusal, headers, outcome)
        except Exception as error:
            return self._refuse(self._meaning(error, outcome), headers, outcome)

    def _meaning(self, error: Exception, outcome: Outcome) -> Refusal:
        """Say what an error is refused with, whatever happens to those who know it."""
        try:
            meant = self._refusal_of(error) if self._refusal_of else None
        except Exception:
            return _unexpected(outcome)
        return meant or _unexpected(outcome)

    async def _read(
        self, scope: Scope, headers: dict[str, list[str]], receive: Receive, outcome: Outcome
    ) -> Exchange:
        raw_path, raw_query = read_path(scope), read_text(scope.get("query_string", b""))
        client = scope.get("client")
        outcome.client = client[0] if client else None
        check_head(self._limits, raw_path, raw_query, headers)
        match = self._router.match(scope["method"], raw_path, raw_query)
        outcome.operation = match.route.operation.name
        outcome.exchange = Exchange(
            request_id=outcome.request_id,
            method=scope["method"],
            raw_path=raw_path,
            raw_query=raw_query,
            headers=headers,
            body=await read_body(scope, receive, self._limits.body, self._limits.body_seconds),
            client=outcome.client,
            secure=scope.get("scheme") == "https",
            match=match,
        )
        return outcome.exchange

    async def _answer(self, exchange: Exchange, outcome: Outcome) -> Reply:
        for guard in self._guards:
            await guard(exchange)
        operation, request_id = exchange.operation, exchange.request_id
        parameters = self._readers[operation.name](exchange)
        try:
            result = await exchange.match.route.handler(exchange.call, parameters)
        except BusinessFailure as failure:
            if operation.envelope is None:
                raise Refusal(failure.code, failure.message) from failure
            outcome.code = failure.code
            return Reply(status=200, body=encode_failure(operation, request_id, failure))
        body, headers = content_of(operation, parameters, request_id, result)
        return Reply(status=operation.status, body=body, headers=headers)

    def _observe(self, outcome: Outcome) -> None:
        """Tell the observer; that it fails is no reason to fail the caller."""
        if self._observer is None:
            return
        try:
            self._observer(outcome)
        except Exception:
            _logger.exception("request %s was not observed", outcome.request_id)

    def _refuse(self, refusal: Refusal, headers: dict[str, list[str]], outcome: Outcome) -> Reply:
        rule = rule_for(refusal.code, self._errors)
        status = refusal.status or (rule.status if rule else _usual_status(refusal.code))
        host = ",".join(headers.get("host", ()))
        remedy = rule.remedy if rule else None
        outcome.code = refusal.code
        body = encode_refusal(self._refusal, refusal, outcome.request_id, host, remedy)
        return Reply(status=status, body=body, headers=refusal.headers)


def _unexpected(outcome: Outcome) -> Refusal:
    """Log the error that is being handled, and tell the caller nothing of it."""
    _logger.exception("request %s failed", outcome.request_id)
    return Refusal("InternalError", "the service failed; its log knows the request id")


def _usual_status(code: str) -> int:
    """Give the status of a code that a contract does not list: a caller's fault is never a 500."""
    if code.endswith(".NotFound"):
        return 404
    return 400 if code.startswith(("Missing", "Invalid")) else 500
