"""Targets of our own: the application in this process, or the server in another one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flinkjobs_target.app import create_app
from flinkjobs_target.storage import Data, open_data
from flinkjobs_target.store.jobs import DeploymentKey
from flinkjobs_target.testing.subprocess import running_target

from ..senders import HttpSender, InProcessSender, Sender
from ..signing import Key
from .known import IDS, empty_deployment, known_jobs, known_values
from .lab import Lab, LabClock
from .target import Target
from .throttle import LabThrottle

__all__ = ["in_process", "local"]


@contextmanager
def in_process() -> Iterator[Target]:
    """Call the application here: the quickest, and its clock can be moved."""
    with tempfile.TemporaryDirectory() as folder, open_data(Path(folder)) as data:
        clock = LabClock()
        throttle = LabThrottle(data.buckets, clock)
        lab = _lab(data, "owner", clock, throttle)
        app = create_app(
            jobs=data.jobs,
            keyring=lab.keyring,
            nonces=data.nonces,
            clock=clock,
            throttle=throttle,
        )
        yield _target("http://127.0.0.1", lab, lab.key(), InProcessSender(app))


@contextmanager
def local() -> Iterator[Target]:
    """Run the server as its users do, and change its data beside it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_target(Path(folder)) as running,
        open_data(Path(folder)) as data,
    ):
        key = Key(running.access_key_id, running.access_key_secret)
        found = data.keys.find(key.id)
        assert found is not None
        lab = _lab(data, found.account, None)
        yield _target(running.endpoint, lab, key, HttpSender(running.endpoint))


def _lab(
    data: Data, account: str, clock: LabClock | None, throttle: LabThrottle | None = None
) -> Lab:
    jobs, empty = known_jobs(), empty_deployment()
    lab = Lab(data, account, jobs, empty, clock, throttle)
    lab.load(account, jobs)
    data.jobs.register(account, DeploymentKey(*(empty[name] for name in IDS[:3])))
    return lab


def _target(url: str, lab: Lab, key: Key, send: Sender) -> Target:
    return Target(url=url, key=key, values=known_values(), send=send, lab=lab)
