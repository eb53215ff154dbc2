"""Serving a page of ten jobs: signed, permitted, replay-checked, from SQLite, over HTTP."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from flinkjobs._runtime.server.response_encoding import encode_answer
from flinkjobs.operations import LIST_JOBS
from flinkjobs.server import Call, Principal, new_request_id
from flinkjobs_target.services.jobs import JobService
from flinkjobs_target.storage import open_data
from flinkjobs_target.store.keys import KeyRecord
from flinkjobs_target.tenants import Tenant

from .harness import Median, in_turn
from .load import Spent, send_all
from .results import Benchmark, Finding, Missing, compare
from .servers import (
    Served,
    nginx,
    parameters_of,
    prepared_tenant,
    served,
    signed_request,
    started,
)

__all__ = ["BENCHMARKS"]

STATIC = Path(__file__).parent / "static.py"
REQUESTS = 1500
ROUNDS = 21


def serving() -> Sequence[Finding]:
    """Compare a page with the same bytes from the same server, which looks at nothing."""
    with tempfile.TemporaryDirectory() as folder, prepared_tenant(Path(folder)) as (tenant, key):
        answer = Path(folder) / "answer.json"
        answer.write_bytes(_body(Path(folder), tenant, key))
        log = Path(folder) / "access.jsonl"
        watched = ("--admin=127.0.0.1:0", f"--access-log={log}")
        with ExitStack() as stack:
            servers = [
                stack.enter_context(served(Path(folder), "--access-log=none")),
                stack.enter_context(served(Path(folder), *watched)),
                stack.enter_context(started(sys.executable, str(STATIC), str(answer))),
            ]
            with suppress(Missing):
                servers.append(stack.enter_context(nginx(Path(folder), answer)))
            walls, cpus = _spent([_sender(server, tenant, key) for server in servers])
    peer = "the same bytes, static"
    found = [
        compare("page of 10, 16 connections", walls[0], walls[2], at_most=5.0, peer=peer),
        compare("access log and metrics, CPU", cpus[1], cpus[0], at_most=1.3, peer="without them"),
    ]
    if len(walls) > 3:
        found.append(
            compare("page of 10, 16 connections", walls[0], walls[3], peer="nginx, static")
        )
    return found


def start() -> Sequence[Finding]:
    """Measure from the start of the process to the first answer."""
    with tempfile.TemporaryDirectory() as folder, prepared_tenant(Path(folder)) as (tenant, key):

        def measure() -> float:
            began = time.perf_counter()
            with served(Path(folder), "--access-log=none") as (process, port):
                send_all(process.pid, port, [signed_request(tenant, key, port) for _ in range(2)])
                return time.perf_counter() - began

        (ours,) = in_turn([measure], rounds=5)
    return (compare("start to first answer", ours, 1.0, at_most=1.0, peer="1 s"),)


def _sender(server: Served, tenant: Tenant, key: KeyRecord) -> Callable[[], Spent]:
    process, port = server

    def send() -> Spent:
        return send_all(
            process.pid, port, [signed_request(tenant, key, port) for _ in range(REQUESTS)]
        )

    return send


def _spent(senders: Sequence[Callable[[], Spent]]) -> tuple[list[Median], list[Median]]:
    """Let each send once a round; give the medians of the time of each, and of its CPU."""
    for send in senders:
        send()
    rounds = [[send() for send in senders] for _ in range(ROUNDS)]
    columns = list(zip(*rounds, strict=True))
    return (
        [Median.of([each.wall for each in column]) for column in columns],
        [Median.of([each.cpu for each in column]) for column in columns],
    )


def _body(folder: Path, tenant: Tenant, key: KeyRecord) -> bytes:
    """Give the body of the answer, as long as every one is."""
    call = Call(request_id=new_request_id(), operation="ListJobs", principal=Principal(key.account))
    with open_data(folder) as data:
        page = asyncio.run(JobService(data.jobs).list_jobs(call, parameters_of(tenant)))
    return encode_answer(LIST_JOBS, parameters_of(tenant), call.request_id, page)


BENCHMARKS = (
    Benchmark("serving", "a page over HTTP against a static answer", serving),
    Benchmark("start", "from the start of the server to its first answer", start),
)
