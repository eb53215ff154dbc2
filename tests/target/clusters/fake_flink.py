"""A session cluster without Java, which answers as Flink was seen to.

Whoever sends it what harms a job on Flink, such as a second stop, finds that in `harm`. `intercept`
is called around each request; it may kill the sender, delay the answer or lose it.
"""

import json
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["FakeFlink", "LostError", "Moment", "losing"]

Moment = Literal["before", "after", "answered"]
"""A request was not carried out yet; it was, but is not answered; it is answered."""
Answer = tuple[int, Any]
_MAIN_SECONDS, _SAVEPOINT_SECONDS, _TASKS_SECONDS = 0.1, 0.15, 0.1
_UNKNOWN_JAR = (
    "<Exception on server side:\norg.apache.flink.runtime.rest.handler.RestHandlerException: "
    "Jar file /tmp/x.jar does not exist\n\tat org.apache.flink"
)
_DUPLICATE = (
    "org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute application.\n"
    "\tat org.apache.flink\nCaused by: org.apache.flink.runtime.client."
    "DuplicateJobSubmissionException: Job has already been submitted."
)


class LostError(Exception):
    """The connection is closed without an answer."""


@dataclass
class Operation:
    """A savepoint, or a stop with one."""

    is_stop: bool
    location: str
    ends: float
    is_done: bool = False
    failure: str | None = None


@dataclass
class FakeJob:
    """A job with its operations by trigger id; `saved` are the locations of its savepoints."""

    id: str
    name: str
    began: float
    state: str = "RUNNING"
    restored: str | None = None
    operations: dict[str, Operation] = field(default_factory=dict)
    saved: list[tuple[str, str]] = field(default_factory=list)


class FakeFlink:
    """The jobs and jars of a cluster; each call carries out what is due by then."""

    def __init__(self) -> None:
        self.jobs: dict[str, FakeJob] = {}
        self.jars: list[str] = []
        self.disposed: list[str] = []
        self.settings: dict[str, str] = {}
        self.harm: list[str] = []
        self.requests: list[str] = []
        self.intercept: Callable[[str, Moment], None] = lambda request, moment: None
        self.authorization: str | None = None
        """The header without which requests are refused."""
        self.refusal: tuple[int, str, bool] | None = None
        """Status and text of the answer to a run, and whether a job is left behind."""
        self.plan_refusal: str | None = None
        """The text of the answer to a request for a plan."""
        self.runs: list[Any] = []
        """The bodies of the requests that run a jar."""
        self.plans: list[Any] = []
        """The bodies of the requests for plans."""
        self.answers: dict[str, Answer] = {}
        """Answers to requests such as `GET /jobs/ID/plan`; bytes are sent as they are, a text redirects."""
        self.operation_failure: str | None = None
        """The stack trace with which savepoints and stops fail; the job runs on."""
        self._lock = threading.RLock()

    def restart(self) -> None:
        """Forget all jobs and operations, as a JobManager without high availability."""
        with self._lock:
            self.jobs.clear()

    def forget_operations(self) -> None:
        """Forget the results of savepoints, as Flink does some minutes after their end."""
        with self._lock:
            self.settle()
            for job in self.jobs.values():
                job.operations.clear()

    def settle(self) -> None:
        """Complete the savepoints that are due."""
        with self._lock:
            for job in self.jobs.values():
                for operation in job.operations.values():
                    if not operation.is_done and time.monotonic() >= operation.ends:
                        self._complete(job, operation)

    def alive(self) -> list[str]:
        """Return the ids of the jobs that have not ended."""
        self.settle()
        return [job.id for job in self.jobs.values() if job.state == "RUNNING"]

    def handle(self, method: str, path: str, body: bytes) -> Answer:
        """Carry out a request."""
        if method == "POST" and path.endswith("/run"):
            return self._run(json.loads(body))
        if f"{method} {path}" in self.answers:
            return self.answers[f"{method} {path}"]
        with self._lock:
            self.settle()
            for pattern, handler in _ROUTES.items():
                if match := re.fullmatch(pattern, f"{method} {path}"):
                    return handler(self, body, *match.groups())
        return 404, {"errors": [f"Not found: {path}"]}

    def _run(self, request: dict[str, Any]) -> Answer:
        time.sleep(_MAIN_SECONDS)
        with self._lock:
            self.runs.append(request)
            id = request["jobId"]
            if id in self.jobs:
                return 400, {"errors": [_DUPLICATE]}
            name = request["flinkConfiguration"]["pipeline.name"]
            job = FakeJob(id, name, time.monotonic(), restored=request.get("savepointPath"))
            if self.refusal is not None:
                status, text, leaves_job = self.refusal
                if leaves_job:
                    self.jobs[id] = job
                return status, {"errors": [text]}
            if [other for other in self.jobs.values() if other.name == name and _lives(other)]:
                self.harm.append(f"{name} has two jobs")
            self.jobs[id] = job
            return 200, {"jobid": id}

    def _complete(self, job: FakeJob, operation: Operation) -> None:
        operation.is_done = True
        if job.state != "RUNNING":
            operation.failure = (
                "java.util.concurrent.CompletionException: x\nCaused by: org.apache.flink.runtime."
                f"checkpoint.CheckpointException: Checkpoint Coordinator is suspending: {job.state}"
            )
            return
        if self.operation_failure is not None:
            operation.failure = self.operation_failure
            return
        kind = "SYNC_SAVEPOINT" if operation.is_stop else "SAVEPOINT"
        job.saved.append((kind, operation.location))
        if operation.is_stop:
            job.state = "FINISHED"

    def begin(self, job_id: str, trigger_id: str, folder: str, *, is_stop: bool) -> Answer:
        """Begin a savepoint or a stop; the same trigger id is the same one."""
        job = self.jobs.get(job_id)
        if job is None:
            self.harm.append("an operation of a job that is not there")
            return 202, {"request-id": trigger_id}
        under_way = {i: o for i, o in job.operations.items() if not o.is_done}
        if trigger_id not in job.operations:
            if under_way:
                self.harm.append(f"an operation beside {', '.join(under_way)}")
            location = f"{folder}/savepoint-{job_id[:6]}-{secrets.token_hex(6)}"
            ends = time.monotonic() + _SAVEPOINT_SECONDS
            job.operations[trigger_id] = Operation(is_stop, location, ends)
        return 202, {"request-id": trigger_id}

    def result(self, job_id: str, trigger_id: str) -> Answer:
        """Return how far an operation is."""
        job = self.jobs.get(job_id)
        operation = job.operations.get(trigger_id) if job else None
        if operation is None:
            return 404, {"errors": [f"There is no savepoint operation with triggerId={trigger_id}"]}
        if not operation.is_done:
            return 200, {"status": {"id": "IN_PROGRESS"}, "operation": None}
        if operation.failure is None:
            return 200, {
                "status": {"id": "COMPLETED"},
                "operation": {"location": operation.location},
            }
        cause = {"class": "java.lang.Exception", "stack-trace": operation.failure}
        return 200, {"status": {"id": "COMPLETED"}, "operation": {"failure-cause": cause}}

    def job(self, job_id: str) -> Answer:
        """Return a job."""
        job = self.jobs.get(job_id)
        if job is None:
            return 404, {"errors": [f"Job {job_id} not found"]}
        runs = time.monotonic() > job.began + _TASKS_SECONDS
        tasks = {"RUNNING": 1} if runs else {"SCHEDULED": 1}
        ended = -1 if _lives(job) else int(time.time() * 1000)
        return 200, {
            "jid": job.id,
            "name": job.name,
            "state": job.state,
            "start-time": int(time.time() * 1000),
            "end-time": ended,
            "vertices": [{"id": "0" * 32, "name": "v", "parallelism": 1, "tasks": tasks}],
        }

    def cancel(self, job_id: str) -> Answer:
        """Cancel a job."""
        job = self.jobs.get(job_id)
        if job is None:
            return 404, {"errors": [f"Job {job_id} not found"]}
        if job.state == "FINISHED":
            return 409, {"errors": ["Job cancellation failed because the job has already reached"]}
        job.state = "CANCELED"
        return 202, {}

    def checkpoints(self, job_id: str) -> Answer:
        """Return the checkpoints of a job."""
        job = self.jobs.get(job_id)
        if job is None:
            return 404, {"errors": [f"Job {job_id} not found"]}
        savepoint = None
        if job.saved:
            kind, path = job.saved[-1]
            savepoint = {
                "id": 7,
                "status": "COMPLETED",
                "external_path": path,
                "is_savepoint": True,
            }
            savepoint |= {"trigger_timestamp": 1, "checkpoint_type": kind}
        latest = {"completed": None, "savepoint": savepoint, "failed": None, "restored": None}
        return 200, {"counts": {}, "latest": latest}

    def upload(self, body: bytes) -> Answer:
        """Keep the name of a jar."""
        match = re.search(rb'filename="([^"]+)"', body)
        assert match is not None
        self.jars.append(f"{secrets.token_hex(16)}_{match[1].decode()}")
        return 200, {"filename": f"/tmp/flink-web-upload/{self.jars[-1]}", "status": "success"}

    def plan(self, jar_id: str, request: dict[str, Any]) -> Answer:
        """Return the plan of a jar."""
        self.plans.append(request)
        if jar_id not in self.jars:
            return 500, {"errors": ["Internal server error.", _UNKNOWN_JAR]}
        if self.plan_refusal is not None:
            return 500, {"errors": ["Internal server error.", self.plan_refusal]}
        return 200, {"plan": {"jid": "0" * 32, "name": "x", "nodes": []}}

    def dispose(self, location: str) -> Answer:
        """Delete a savepoint."""
        self.disposed.append(location)
        return 200, {"request-id": "d" * 32}


def losing(wanted: str, at: Moment, times: int = 1) -> Callable[[str, Moment], None]:
    """Return an interceptor that loses the answers to the first requests of a kind."""
    left = [times]

    def intercept(request: str, moment: Moment) -> None:
        if request.endswith(wanted) and moment == at and left[0]:
            left[0] -= 1
            raise LostError

    return intercept


def _lives(job: FakeJob) -> bool:
    return job.state == "RUNNING"


def _begin(flink: FakeFlink, body: bytes, job_id: str, kind: str) -> Answer:
    request = json.loads(body)
    folder = request.get("targetDirectory") or request.get("target-directory")
    return flink.begin(job_id, request["triggerId"], folder, is_stop=kind == "stop")


_ID = "([0-9a-f]{32})"
_DONE = {"status": {"id": "COMPLETED"}, "operation": {}}
_ROUTES: dict[str, Callable[..., Answer]] = {
    "GET /config": lambda flink, body: (200, {"flink-version": "2.3.0"}),
    "GET /jobmanager/config": lambda flink, body: (
        200,
        [{"key": key, "value": value} for key, value in flink.settings.items()],
    ),
    "GET /jars": lambda flink, body: (
        200,
        {"files": [{"id": jar, "name": jar, "uploaded": 1} for jar in flink.jars]},
    ),
    "POST /jars/upload": lambda flink, body: flink.upload(body),
    "POST /jars/([^/]+)/plan": lambda flink, body, jar: flink.plan(jar, json.loads(body)),
    f"GET /jobs/{_ID}": lambda flink, body, id: flink.job(id),
    rf"PATCH /jobs/{_ID}\?mode=cancel": lambda flink, body, id: flink.cancel(id),
    f"GET /jobs/{_ID}/checkpoints": lambda flink, body, id: flink.checkpoints(id),
    rf"GET /jobs/{_ID}/metrics\?get=numRestarts": lambda flink, body, id: (200, []),
    f"GET /jobs/{_ID}/savepoints/{_ID}": lambda flink, body, id, trigger: flink.result(id, trigger),
    f"POST /jobs/{_ID}/(stop|savepoints)": _begin,
    "POST /savepoint-disposal": lambda flink, body: flink.dispose(
        json.loads(body)["savepoint-path"]
    ),
    f"GET /savepoint-disposal/{_ID}": lambda flink, body, id: (200, _DONE),
}
