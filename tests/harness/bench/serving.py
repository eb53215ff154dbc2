"""Serving a page of ten jobs: signed, permitted, replay-checked, from SQLite, over HTTP."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from flinkjobs._runtime.server.response_encoding import encode_result
from flinkjobs.operations import LIST_JOBS
from flinkjobs.server import Principal, ServiceCall, new_request_id
from flinkjobs_target.clock import utc_now
from flinkjobs_target.engine.reconciler import Reconciler
from flinkjobs_target.engine.simulated.engine import SimulatedEngine
from flinkjobs_target.services.jobs import JobService
from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.store.keys import KeyRecord
from flinkjobs_target.tenants import Tenant
from flinkjobs_target.value_cipher import NoCipher

from .harness import Median, interleaved
from .load import RequestCost, send_requests
from .results import Benchmark, Finding, MissingTool, compare
from .servers import (
    RunningServer,
    nginx,
    parameters_of,
    prepared_tenant,
    running_server_process,
    running_target_server,
    signed_request,
)

__all__ = ["BENCHMARKS", "job_service"]

STATIC = Path(__file__).parent / "peers" / "static.py"
REQUESTS = 1500
ROUNDS = 21


def serving() -> Sequence[Finding]:
    """Compare a page with the same bytes from the same server, which does nothing else."""
    with tempfile.TemporaryDirectory() as folder, prepared_tenant(Path(folder)) as (tenant, key):
        answer = Path(folder) / "answer.json"
        answer.write_bytes(_body(Path(folder), tenant, key))
        log = Path(folder) / "access.jsonl"
        watched = ("--admin=127.0.0.1:0", f"--access-log={log}")
        with ExitStack() as stack:
            servers = [
                stack.enter_context(running_target_server(Path(folder), "--access-log=none")),
                stack.enter_context(running_target_server(Path(folder), *watched)),
                stack.enter_context(
                    running_server_process(sys.executable, str(STATIC), str(answer))
                ),
            ]
            with suppress(MissingTool):
                servers.append(stack.enter_context(nginx(Path(folder), answer)))
            walls, cpus = _median_costs([_sender(server, tenant, key) for server in servers])
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
            with running_target_server(Path(folder), "--access-log=none") as (process, port):
                send_requests(
                    process.pid, port, [signed_request(tenant, key, port) for _ in range(2)]
                )
                return time.perf_counter() - began

        (ours,) = interleaved([measure], rounds=5)
    return (compare("start to first answer", ours, 1.0, at_most=1.0, peer="1 s"),)


def _sender(server: RunningServer, tenant: Tenant, key: KeyRecord) -> Callable[[], RequestCost]:
    process, port = server

    def send() -> RequestCost:
        return send_requests(
            process.pid, port, [signed_request(tenant, key, port) for _ in range(REQUESTS)]
        )

    return send


def _median_costs(
    senders: Sequence[Callable[[], RequestCost]],
) -> tuple[list[Median], list[Median]]:
    """Let each send once a round; return the medians of wall time and CPU of each."""
    for send in senders:
        send()
    rounds = [[send() for send in senders] for _ in range(ROUNDS)]
    columns = list(zip(*rounds, strict=True))
    return (
        [Median.of([each.wall for each in column]) for column in columns],
        [Median.of([each.cpu for each in column]) for column in columns],
    )


def job_service(data: Storage) -> JobService:
    """Return the service of jobs on a storage, as the target builds it."""
    engine = SimulatedEngine()
    return JobService(
        data.jobs,
        data.deploying,
        engine,
        Reconciler(data.deploying, engine, utc_now),
        NoCipher(),
    )


def _body(folder: Path, tenant: Tenant, key: KeyRecord) -> bytes:
    """Return the body of the response, as long as all of them."""
    call = ServiceCall(
        request_id=new_request_id(), operation="ListJobs", principal=Principal(key.account)
    )
    with open_storage(folder) as data:
        page = asyncio.run(job_service(data).list_jobs(call, parameters_of(tenant)))
    return encode_result(LIST_JOBS, parameters_of(tenant), call.request_id, page)


BENCHMARKS = (
    Benchmark("serving", "a page over HTTP against a static answer", serving),
    Benchmark("start", "from the start of the server to its first answer", start),
)
