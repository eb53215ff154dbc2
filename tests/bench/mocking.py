"""The target against Prism, which mocks the same contract: the same request, the same kind of page."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ..contract.prism.process import running_prism
from .harness import in_turn
from .load import send_all
from .results import Benchmark, Finding, Missing, compare
from .servers import prepared_tenant, served, signed_request

__all__ = ["BENCHMARKS"]

_REQUESTS = 300


def mocking() -> Sequence[Finding]:
    """Compare a signed page from the store with a page that Prism makes of the example."""
    if shutil.which("npm") is None:
        raise Missing("there is no npm to install Prism with; install Node.js 20 or newer")
    with (
        tempfile.TemporaryDirectory() as folder,
        prepared_tenant(Path(folder)) as (tenant, key),
        served(Path(folder), "--access-log=none") as (process, port),
        running_prism() as prism,
    ):

        def send(pid: int, port: int) -> float:
            requests = [signed_request(tenant, key, port) for _ in range(_REQUESTS)]
            return send_all(pid, port, requests).wall

        ours, theirs = in_turn(
            [lambda: send(process.pid, port), lambda: send(*prism.served)], rounds=7
        )
    what = "page of 10, 16 connections"
    return (compare(what, ours, theirs, at_least=4, peer="Prism, an example of one job"),)


BENCHMARKS = (Benchmark("mocking", "a page over HTTP against a mock of the contract", mocking),)
