"""The application of the target, with a clock that can be moved and an engine that follows it.

It is no part of the wheel, which tests servers at a URL.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flinkjobs_target.app import create_app
from flinkjobs_target.storage import open_storage
from flinkjobs_target.value_cipher import temporary_cipher

from .control import ControlledClock, TargetControl
from .own import control_of
from .passing_time import PassingTime
from .throttle import SwitchableThrottle

__all__ = ["application"]


@contextmanager
def application(build_app: Callable[..., Any] = create_app) -> Iterator[tuple[Any, TargetControl]]:
    """Build the application; its data, keys, rate limit, clock and engine are in our hands."""
    with tempfile.TemporaryDirectory() as folder, open_storage(Path(folder)) as data:
        clock = ControlledClock()
        throttle = SwitchableThrottle(data.buckets, clock)
        passing = PassingTime(data, clock)
        control = control_of(data, "owner", clock, throttle, passing.advance)
        app = build_app(
            data,
            engine=passing.engine,
            cipher=temporary_cipher(),
            keyring=control.keyring,
            clock=clock,
            rate_limit=throttle,
        )
        yield app, control
