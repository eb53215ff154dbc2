"""Serving a page of ten jobs: signed, permitted, replay-checked, from SQLite, over HTTP."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from flinkjobs import AccessKey
from flinkjobs._runtime.messages import build_request
from flinkjobs._runtime.server.encoding import encode_answer
from flinkjobs.contract import SIGNER
from flinkjobs.operations import LIST_JOBS
from flinkjobs.server import Call, Exchange, ListJobsParameters, Principal, new_request_id
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keys import Keyring
from flinkjobs_target.auth.permissions import PermissionGuard
from flinkjobs_target.auth.signatures import SignatureGuard
from flinkjobs_target.clock import utc_now
from flinkjobs_target.data import Data, open_data
from flinkjobs_target.samples import varied_jobs
from flinkjobs_target.services.jobs import JobService
from flinkjobs_target.store.keys import KeyRecord
from flinkjobs_target.tenants import Tenant, Tenants

from .harness import cpu_of, in_turn
from .load import Spent, send_all
from .results import Benchmark, Finding, compare

__all__ = ["BENCHMARKS"]

EXAMPLE = Path(__file__).parents[2] / "spec" / "examples" / "list-jobs.json"
STATIC = Path(__file__).parent / "static.py"
ALLOW = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"stream:List*","Resource":"*"}]}'
REQUESTS = 3000
ROUNDS = 7
_nonces = count(time.time_ns())


def serving() -> Sequence[Finding]:
    """Compare a page with the same bytes from the same server, which looks at nothing."""
    with tempfile.TemporaryDirectory() as folder, _tenant(Path(folder)) as (tenant, key):
        answer = Path(folder) / "answer.json"
        answer.write_bytes(_body(Path(folder), tenant, key))
        log = Path(folder) / "access.jsonl"
        watched = ("--admin=127.0.0.1:0", f"--access-log={log}")
        with (
            _served(Path(folder), "--access-log=none") as ours,
            _served(Path(folder), *watched) as logged,
            _started(sys.executable, str(STATIC), str(answer)) as static,
        ):
            servers = (ours, logged, static)
            spent = _spent([_sender(server, tenant, key) for server in servers])
    walls, cpus = [each.wall for each in spent], [each.cpu for each in spent]
    peer = "the same bytes, static"
    return (
        compare("page of 10, 16 connections", walls[0], walls[2], at_most=5.0, peer=peer),
        compare("access log and metrics, CPU", cpus[1], cpus[0], at_most=1.3, peer="without them"),
    )


def start() -> Sequence[Finding]:
    """Measure from the start of the process to the first answer."""
    with tempfile.TemporaryDirectory() as folder, _tenant(Path(folder)) as (tenant, key):

        def measure() -> float:
            began = time.perf_counter()
            with _served(Path(folder), "--access-log=none") as (process, port):
                send_all(process.pid, port, [_signed(tenant, key, port) for _ in range(2)])
                return time.perf_counter() - began

        (ours,) = in_turn([measure], rounds=5)
    return (compare("start to first answer", ours, 1.0, at_most=1.0, peer="1 s"),)


def steps() -> Sequence[Finding]:
    """Show what each step of a request costs, of the whole of it without HTTP."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _tenant(Path(folder)) as (tenant, key),
        open_data(Path(folder)) as data,
        asyncio.Runner() as runner,
    ):
        measures = {name: _each(runner, step) for name, step in _steps(data, tenant, key).items()}
        whole, *parts = in_turn(list(measures.values()), rounds=9)
    names = list(measures)[1:]
    peer = "the whole request without HTTP"
    return [
        compare(name, part, whole, at_most=1.0, peer=peer)
        for name, part in zip(names, parts, strict=True)
    ]


Step = Callable[[], Awaitable[object]]


def _steps(data: Data, tenant: Tenant, key: KeyRecord) -> dict[str, Step]:
    """The whole request first, then its parts."""
    keyring, kept = Keyring(data.keys), list[Exchange]()
    app = create_app(jobs=data.jobs, keyring=keyring, nonces=data.nonces)
    service = JobService(data.jobs)
    free = SignatureGuard(keyring, _AnyNonce(), rules=SIGNER, clock=utc_now)  # type: ignore[arg-type]
    permission = PermissionGuard(keyring, clock=utc_now)
    parameters = _parameters(tenant)

    async def keep(exchange: Exchange) -> None:
        kept.append(exchange)

    async def whole() -> None:
        await _ask(app, tenant, key)

    keeping = create_app(jobs=data.jobs, keyring=keyring, nonces=data.nonces)
    keeping._guards = (*keeping._guards, keep)
    asyncio.run(_ask(keeping, tenant, key))
    exchange = kept[0]
    page = asyncio.run(service.list_jobs(exchange.call, parameters))

    async def nonce() -> None:
        now = int(time.time())
        data.nonces.use(key.id, str(next(_nonces)), expires_at=now + 900, now=now)

    async def encoding() -> None:
        encode_answer(LIST_JOBS, parameters, exchange.request_id, page)

    return {
        "whole": whole,
        "signature and key": lambda: free(exchange),
        "permission": lambda: permission(exchange),
        "nonce": nonce,
        "query": lambda: service.list_jobs(exchange.call, parameters),
        "encoding": encoding,
    }


class _AnyNonce:
    def use(self, *_: object, **__: object) -> bool:
        return True


def _each(runner: asyncio.Runner, step: Step) -> Callable[[], float]:
    """Measure a step without what it costs to run a loop: many times within one run."""

    async def many() -> None:
        for _ in range(300):
            await step()

    per_run = cpu_of(lambda: runner.run(many()), 1)
    return lambda: per_run() / 300


async def _ask(app: Any, tenant: Tenant, key: KeyRecord) -> None:
    request, headers = _headers(tenant, key, "target.example")
    scope = {
        "type": "http",
        "method": "GET",
        "path": request.path,
        "raw_path": request.path.encode(),
        "query_string": request.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        assert message.get("status", 200) == 200, message

    await app(scope, receive, send)


@contextmanager
def _tenant(folder: Path) -> Iterator[tuple[Tenant, KeyRecord]]:
    """Make a deployment with jobs, and a user who may list them."""
    job = json.loads(EXAMPLE.read_text("utf-8"))["data"][0]
    with open_data(folder) as data:
        tenants = Tenants(data)
        tenant = tenants.create("")
        ids = {
            "workspace": tenant.workspace,
            "namespace": tenant.namespace,
            "deploymentId": tenant.deployment_id,
        }
        tenants.add_jobs(tenant, [{**each, **ids} for each in varied_jobs(job, 200)])
        key = Keyring(data.keys).create(tenant.account, "alice", policies=[ALLOW])
    yield tenant, key


def _headers(tenant: Tenant, key: KeyRecord, host: str) -> tuple[Any, dict[str, str]]:
    values = {
        "workspace": tenant.workspace,
        "namespace": tenant.namespace,
        "deployment_id": tenant.deployment_id,
    }
    request = build_request(LIST_JOBS, values)
    access, nonce = AccessKey(key.id, key.secret), str(next(_nonces))
    return request, SIGNER.sign(access, request, host=host, now=datetime.now(UTC), nonce=nonce)


def _signed(tenant: Tenant, key: KeyRecord, port: int) -> bytes:
    request, headers = _headers(tenant, key, f"127.0.0.1:{port}")
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"GET {request.path}?{request.query} HTTP/1.1\r\n{lines}\r\n".encode()


def _sender(
    server: tuple["subprocess.Popen[str]", int], tenant: Tenant, key: KeyRecord
) -> Callable[[], Spent]:
    process, port = server

    def send() -> Spent:
        return send_all(process.pid, port, [_signed(tenant, key, port) for _ in range(REQUESTS)])

    return send


def _spent(senders: Sequence[Callable[[], Spent]]) -> list[Spent]:
    """Let each send once a round; give the round of each whose CPU is the median."""
    for send in senders:
        send()
    rounds = [[send() for send in senders] for _ in range(ROUNDS)]
    columns = zip(*rounds, strict=True)
    return [sorted(column, key=lambda each: each.cpu)[ROUNDS // 2] for column in columns]


def _body(folder: Path, tenant: Tenant, key: KeyRecord) -> bytes:
    """Give the body of the answer, as long as every one is."""
    call = Call(request_id=new_request_id(), operation="ListJobs", principal=Principal(key.account))
    with open_data(folder) as data:
        page = asyncio.run(JobService(data.jobs).list_jobs(call, _parameters(tenant)))
    return encode_answer(LIST_JOBS, _parameters(tenant), call.request_id, page)


def _parameters(tenant: Tenant) -> ListJobsParameters:
    return ListJobsParameters(
        workspace=tenant.workspace, namespace=tenant.namespace, deployment_id=tenant.deployment_id
    )


@contextmanager
def _served(folder: Path, *flags: str) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    command = ["-m", "flinkjobs_target", "serve", "--port=0", f"--data={folder}"]
    with _started(sys.executable, *command, *flags) as started:
        yield started


@contextmanager
def _started(*command: str) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """Start a server that prints its address last before it listens; stop it in the end."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = ""
            while not line.startswith("listening on "):
                line = process.stdout.readline()
                assert line, "the server did not start"
            yield process, int(line.rpartition(":")[2])
        finally:
            process.terminate()


BENCHMARKS = (
    Benchmark("serving", "a page over HTTP against a static answer", serving),
    Benchmark("start", "from the start of the server to its first answer", start),
    Benchmark("steps", "where the CPU of a request goes", steps),
)
