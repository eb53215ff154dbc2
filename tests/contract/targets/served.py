"""The application over HTTP, served by a thread of this process: its clock can be moved, too."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flinkjobs_target.app import create_app
from flinkjobs_target.storage import open_storage

from ..senders import HttpSender
from .control import ControlledClock
from .own import control_of, target_of
from .serving import serving
from .target import Target
from .throttle import SwitchableThrottle

__all__ = ["served"]


@contextmanager
def served(build_app: Callable[..., Any] = create_app) -> Iterator[Target]:
    """Serve the application; data, keys, rate limit and clock are in our hands."""
    with tempfile.TemporaryDirectory() as folder, open_storage(Path(folder)) as data:
        clock = ControlledClock()
        throttle = SwitchableThrottle(data.buckets, clock)
        control = control_of(data, "owner", clock, throttle)
        app = build_app(
            data,
            keyring=control.keyring,
            nonces=data.nonces,
            clock=clock,
            rate_limit=throttle,
        )
        with serving(app) as url:
            yield target_of(url, control, control.create_key(), HttpSender(url))
