"""The application in this process: the quickest target, and its clock can be moved.

It is no part of the wheel, which tests servers at a URL.
"""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flinkjobs_target.app import create_app
from flinkjobs_target.storage import open_storage

from ...asgi import call_asgi, http_scope
from ..senders import RawResponse
from ..signing import RawRequest
from .control import ControlledClock
from .own import control_of, target_of
from .passing_time import PassingTime
from .target import Target
from .throttle import SwitchableThrottle

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
    with tempfile.TemporaryDirectory() as folder, open_storage(Path(folder)) as data:
        clock = ControlledClock()
        throttle = SwitchableThrottle(data.buckets, clock)
        passing = PassingTime(data, clock)
        control = control_of(data, "owner", clock, throttle, passing.advance)
        app = build_app(
            data,
            engine=passing.engine,
            keyring=control.keyring,
            clock=clock,
            rate_limit=throttle,
        )
        yield target_of("http://127.0.0.1", control, control.create_key(), InProcessSender(app))


async def _call(app: Any, request: RawRequest) -> RawResponse:
    headers = [(key, value.strip(" \t")) for key, value in request.headers.items()]
    if request.body:
        headers.append(("content-length", str(len(request.body))))
    scope = http_scope(request.method, request.target, headers, http_version="1.1")
    response = await call_asgi(app, scope, request.body)
    return RawResponse(response.status, response.headers, response.body)
