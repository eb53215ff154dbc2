"""Fixtures: a fake cluster, and targets that run jobs on it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from msgspec import Struct

from .caller import Target
from .fake_flink import FakeFlink, running_flink


class FlinkServer(Struct, frozen=True):
    """A fake cluster and its URL."""

    flink: FakeFlink
    url: str


@pytest.fixture
def server() -> Iterator[FlinkServer]:
    """A fake cluster."""
    with running_flink() as (flink, url):
        yield FlinkServer(flink, url)


@pytest.fixture
def make_target(server: FlinkServer) -> Iterator[Callable[[Path | str], Target]]:
    """Make targets on storage locations, which run jobs on the fake cluster."""
    flags = (
        f"--cluster=session={server.url}",
        "--savepoints=session=file:///savepoints",
        "--run-seconds=2",
        "--start-seconds=20",
    )
    with ExitStack() as stack:

        def make(location: Path | str) -> Target:
            target = Target(location, *flags)
            stack.callback(target.close)
            return target

        yield make
