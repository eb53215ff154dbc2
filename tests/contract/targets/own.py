"""The server as a process of its own, which the tests start, and the data of all targets of ours."""

import base64
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.store.jobs import DeploymentKey
from flinkjobs_target.testing.subprocess import running_target

from ..senders import HttpSender, Sender
from ..signing import Key
from .control import ControlledClock, TargetControl
from .fixtures import ControlledFixtures
from .seed_jobs import (
    IDS,
    empty_deployment,
    seed_ids,
    seed_jobs,
    seed_savepoints,
    written_ids,
    written_jobs,
)
from .target import Target
from .throttle import SwitchableThrottle

__all__ = ["control_of", "local", "target_of"]


@contextmanager
def local() -> Iterator[Target]:
    """Run the server as its users do, and change its data from outside."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        location, variables_key = Path(folder, "data"), Path(folder, "variables.key")
        variables_key.touch(mode=0o600)
        variables_key.write_text(base64.b64encode(os.urandom(32)).decode(), "ascii")
        flags = [f"--variables-key={variables_key}"]
        running = stack.enter_context(running_target(location, flags=flags))
        data = stack.enter_context(open_storage(location))
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
    advance: Callable[[float], None] | None = None,
) -> TargetControl:
    """Load the jobs of the suite for an account, and return the control of them."""
    jobs, empty = seed_jobs(), empty_deployment()
    control = TargetControl(
        data, account, [*jobs, *written_jobs()], empty, clock, throttle, advance
    )
    control.load_jobs(account, control.jobs)
    control.load_savepoints(seed_savepoints())
    data.jobs.register(account, DeploymentKey(*(empty[name] for name in IDS[:3])))
    return control


def target_of(url: str, control: TargetControl, key: Key, send: Sender) -> Target:
    """Build a target that holds the jobs of the suite."""
    ids = seed_ids()
    return Target(
        url=url,
        key=key,
        values=ids,
        written=written_ids(),
        send=send,
        control=control,
        fixtures=ControlledFixtures(control, ids),
    )
