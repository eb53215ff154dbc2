"""The application in this process: the quickest target, and its clock can be moved.

It is no part of the wheel, which tests servers at a URL.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flinkjobs_target.app import create_app

from ...asgi import call_asgi, http_scope
from ..senders import RawResponse
from ..signing import RawRequest
from .application import application
from .own import target_of
from .target import Target

__all__ = ["InProcessSender", "in_process"]


class InProcessSender:
    """Calls an ASGI application as a server would."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._loop = asyncio.new_event_loop()

    def __call__(self, request: RawRequest) -> RawResponse:
        return self._loop.run_until_complete(_call(self._app, request))

    def close(self) -> None:
        self._loop.close()


@contextmanager
def in_process(build_app: Callable[..., Any] = create_app) -> Iterator[Target]:
    """Call the application in this process."""
    with application(build_app) as (app, control):
        yield target_of("http://127.0.0.1", control, control.create_key(), InProcessSender(app))


async def _call(app: Any, request: RawRequest) -> RawResponse:
    headers = [(key, value.strip(" \t")) for key, value in request.headers.items()]
    if request.body:
        headers.append(("content-length", str(len(request.body))))
    scope = http_scope(request.method, request.target, headers, http_version="1.1")
    response = await call_asgi(app, scope, request.body)
    return RawResponse(response.status, response.headers, response.body)
