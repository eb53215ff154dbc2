"""A server of the generated interface with two jobs, no guards, and perhaps one wrong field."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flinkjobs._runtime.server.routing import Route
from flinkjobs.contract import ERROR_BODY, ERRORS
from flinkjobs.models import Job
from flinkjobs.operations import GET_JOB, LIST_JOBS
from flinkjobs.server import (
    App,
    GetJobParameters,
    ListJobsParameters,
    OperationFailure,
    PageResult,
    ServiceCall,
)

__all__ = ["IDS", "app", "running_small_server", "wrong_app"]

ROOT = Path(__file__).parents[2]
IDS = {"WORKSPACE": "w-1", "NAMESPACE": "n-1", "DEPLOYMENT": "d-1", "JOB": "j-1"}
_CREATED = 1_700_000_000
_JOBS = [
    Job(
        job_id=job_id,
        deployment_id="d-1",
        namespace="n-1",
        workspace="w-1",
        created_at=str(_CREATED + number),
    )
    for number, job_id in enumerate(("j-1", "j-2"))
]
_SECONDS = 30.0


class TwoJobs:
    """Serves two jobs of one deployment to everyone."""

    async def list_jobs(self, call: ServiceCall, parameters: ListJobsParameters) -> PageResult[Job]:
        _require(parameters, parameters.deployment_id == "d-1")
        jobs = _JOBS if parameters.sort_order == "asc" else _JOBS[::-1]
        begin = (parameters.page_index - 1) * parameters.page_size
        return PageResult(items=jobs[begin : begin + parameters.page_size], total=len(jobs))

    async def get_job(self, call: ServiceCall, parameters: GetJobParameters) -> Job:
        found = [job for job in _JOBS if job.job_id == parameters.job_id]
        _require(parameters, bool(found))
        return found[0]


def _require(parameters: ListJobsParameters | GetJobParameters, there: bool) -> None:
    if not (there and parameters.workspace == "w-1" and parameters.namespace == "n-1"):
        raise OperationFailure("990301", "there is no such job")


def _app() -> App:
    service = TwoJobs()
    routes: list[Route[Any, Any]] = [
        Route(LIST_JOBS, ListJobsParameters, service.list_jobs),
        Route(GET_JOB, GetJobParameters, service.get_job),
    ]
    return App(routes, errors=ERRORS, error_fields=ERROR_BODY)


app = _app()


async def wrong_app(scope: Any, receive: Any, send: Any) -> None:
    """Serve the same with one wrong field: ids of jobs are numbers."""

    async def send_altered(message: Any) -> None:
        if message["type"] == "http.response.start":
            kept = [(k, v) for k, v in message["headers"] if k.lower() != b"content-length"]
            message = {**message, "headers": kept}
        elif "body" in message:
            body = message["body"].replace(b'"jobId":"j-1"', b'"jobId":1')
            message = {**message, "body": body.replace(b'"jobId":"j-2"', b'"jobId":2')}
        await send(message)

    await app(scope, receive, send_altered)


@contextmanager
def running_small_server(name: str = "app") -> Iterator[str]:
    """Serve the application of a name; yield its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port)]
    process = subprocess.Popen([*command, "--no-log", f"tests.suite.small_server:{name}"], cwd=ROOT)
    try:
        _await(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(_SECONDS)


def _await(port: int) -> None:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing listens at port {port}")
