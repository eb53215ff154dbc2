"""Fixtures: a fake cluster, and targets that run jobs on it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from flinkjobs_target.storage import open_storage

from ..conftest import FakeClock
from .caller import Target
from .fake_flink import FakeFlink
from .flink_server import running_flink
from .operated_loop import OpenLoop, OperatedLoop, engine_at


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
        "--start-seconds=120",
    )
    with ExitStack() as stack:

        def make(location: Path | str) -> Target:
            target = Target(location, *flags)
            stack.callback(target.close)
            return target

        yield make


@pytest.fixture
def open_loop(tmp_path: Path, clock: FakeClock) -> Iterator[OpenLoop]:
    """Open deploy loops on clusters by their URLs."""
    with ExitStack() as stack:

        def opened(url: str, **settings: Any) -> OperatedLoop:
            data = stack.enter_context(open_storage(tmp_path / "data"))
            return stack.enter_context(
                closing(OperatedLoop(data, clock, engine_at(url, **settings)))
            )

        yield opened


@pytest.fixture
def operated(server: FlinkServer, open_loop: OpenLoop) -> OperatedLoop:
    """A deploy loop on the fake cluster."""
    return open_loop(server.url)
