"""Targets that the tests start: the application in this process, or the server in another one."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flinkjobs_target.app import create_app
from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.store.jobs import DeploymentKey
from flinkjobs_target.testing.subprocess import running_target

from ..senders import HttpSender, InProcessSender, Sender
from ..signing import Key
from .control import ControlledClock, TargetControl
from .seed_jobs import IDS, empty_deployment, seed_ids, seed_jobs
from .target import Target
from .throttle import SwitchableThrottle

__all__ = ["control_of", "in_process", "local", "target_of"]


@contextmanager
def in_process(build_app: Callable[..., Any] = create_app) -> Iterator[Target]:
    """Call the application in this process: the quickest, and its clock can be moved."""
    with tempfile.TemporaryDirectory() as folder, open_storage(Path(folder)) as data:
        clock = ControlledClock()
        throttle = SwitchableThrottle(data.buckets, clock)
        control = control_of(data, "owner", clock, throttle)
        app = build_app(
            jobs=data.jobs,
            keyring=control.keyring,
            nonces=data.nonces,
            clock=clock,
            rate_limit=throttle,
        )
        yield target_of("http://127.0.0.1", control, control.create_key(), InProcessSender(app))


@contextmanager
def local() -> Iterator[Target]:
    """Run the server as its users do, and change its data from outside."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_target(Path(folder)) as running,
        open_storage(Path(folder)) as data,
    ):
        key = Key(running.access_key_id, running.access_key_secret)
        record = data.keys.find(key.id)
        assert record is not None
        control = control_of(data, record.account, None)
        yield target_of(running.endpoint, control, key, HttpSender(running.endpoint))


def control_of(
    data: Storage,
    account: str,
    clock: ControlledClock | None,
    throttle: SwitchableThrottle | None = None,
) -> TargetControl:
    """Load the jobs of the suite for an account, and return the control of them."""
    jobs, empty = seed_jobs(), empty_deployment()
    control = TargetControl(data, account, jobs, empty, clock, throttle)
    control.load_jobs(account, jobs)
    data.jobs.register(account, DeploymentKey(*(empty[name] for name in IDS[:3])))
    return control


def target_of(url: str, control: TargetControl, key: Key, send: Sender) -> Target:
    """Build a target that holds the jobs of the suite."""
    return Target(url=url, key=key, values=seed_ids(), send=send, control=control)
