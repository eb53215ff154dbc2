"""The application over HTTP, served by a thread of this process: its clock can be moved, too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flinkjobs_target.app import create_app

from ..senders import HttpSender
from .application import application
from .own import target_of
from .serving import serving
from .target import Target

__all__ = ["served"]


@contextmanager
def served(build_app: Callable[..., Any] = create_app) -> Iterator[Target]:
    """Serve the application; data, keys, rate limit, clock and engine are in our hands."""
    with application(build_app) as (app, control), serving(app) as url:
        yield target_of(url, control, control.create_key(), HttpSender(url))
