"""The CPU of a request inside the target, step by step, without HTTP."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from flinkjobs._runtime.server.response_encoding import encode_result
from flinkjobs.contract import SIGNER
from flinkjobs.operations import LIST_JOBS
from flinkjobs.server import RequestContext
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.auth.permission_guard import PermissionGuard
from flinkjobs_target.auth.signature_guard import SignatureGuard
from flinkjobs_target.clock import utc_now
from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.store.keys import KeyRecord
from flinkjobs_target.tenants import Tenant

from ...asgi import call_asgi, http_scope
from .harness import cpu_of, interleaved
from .results import Benchmark, Finding, compare
from .servers import new_nonce, parameters_of, prepared_tenant, signed_headers
from .serving import job_service

__all__ = ["BENCHMARKS"]

HOST = "target.example"
_TIMES = 75
_TOGETHER = range(4)
"""As many requests as are taken up in one turn of the event loop, with 16 connections."""


def steps() -> Sequence[Finding]:
    """Measure each step of a request as a share of the whole, without HTTP."""
    with (
        tempfile.TemporaryDirectory() as folder,
        prepared_tenant(Path(folder)) as (tenant, key),
        open_storage(Path(folder)) as data,
        asyncio.Runner() as runner,
    ):
        measures = {
            name: _measure(runner, step) for name, step in _steps(data, tenant, key).items()
        }
        whole, *parts = interleaved(list(measures.values()), rounds=9)
    names = list(measures)[1:]
    peer = "the whole request without HTTP"
    return [compare(name, part, whole, peer=peer) for name, part in zip(names, parts, strict=True)]


Step = Callable[[], Awaitable[object]]


def _steps(data: Storage, tenant: Tenant, key: KeyRecord) -> dict[str, Step]:
    """The whole request first, then its parts."""
    keyring = Keyring(data.keys)
    app = create_app(data, keyring=keyring)
    service = job_service(data)
    free = SignatureGuard(keyring, _AnyNonce(), rules=SIGNER, clock=utc_now)  # type: ignore[arg-type]
    permission = PermissionGuard(clock=utc_now)
    parameters = parameters_of(tenant)

    async def whole() -> None:
        await asyncio.gather(*(_call(app, *signed_headers(tenant, key, HOST)) for _ in _TOGETHER))

    context = _request_context(data, tenant, key)
    page = asyncio.run(service.list_jobs(context.call, parameters))

    async def nonce() -> None:
        now = int(time.time())
        uses = (
            data.nonces.use(key.id, new_nonce(), expires_at=now + 900, now=now) for _ in _TOGETHER
        )
        await asyncio.gather(*uses)

    async def encoding() -> None:
        encode_result(LIST_JOBS, parameters, context.request_id, page)

    async def signing() -> None:
        for _ in _TOGETHER:
            signed_headers(tenant, key, HOST)

    return {
        "whole": whole,
        "signature and key": _one_by_one(lambda: free(context)),
        "permission": _one_by_one(lambda: permission(context)),
        "nonce": nonce,
        "query": _one_by_one(lambda: service.list_jobs(context.call, parameters)),
        "encoding": _one_by_one(encoding),
        "signing by the caller": signing,
    }


def _request_context(data: Storage, tenant: Tenant, key: KeyRecord) -> RequestContext:
    """Return what the guards of a request have found out."""
    kept: list[RequestContext] = []

    async def keep(context: RequestContext) -> None:
        kept.append(context)

    app = create_app(data, keyring=Keyring(data.keys))
    app._guards = (*app._guards, keep)
    asyncio.run(_call(app, *signed_headers(tenant, key, HOST)))
    return kept[0]


def _one_by_one(step: Step) -> Step:
    async def steps() -> None:
        for _ in _TOGETHER:
            await step()

    return steps


class _AnyNonce:
    async def use(self, *_: object, **__: object) -> bool:
        return True


def _measure(runner: asyncio.Runner, step: Step) -> Callable[[], float]:
    """Measure a step many times within one run, without the cost of running a loop."""

    async def many() -> None:
        for _ in range(_TIMES):
            await step()

    per_run = cpu_of(lambda: runner.run(many()), 1)
    return lambda: per_run() / _TIMES / len(_TOGETHER)


async def _call(app: Any, request: Any, headers: dict[str, str]) -> None:
    scope = http_scope("GET", request.target, headers.items())
    response = await call_asgi(app, scope)
    assert response.status == 200, response


BENCHMARKS = (Benchmark("steps", "where the CPU of a request goes", steps),)
