"""The deploy loop of a target, driven by clauses: deployments of their own, removed in the end."""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any, TypeAlias

import msgspec

from .clause import Checker, ContractViolation
from .contract import IDS, Operation
from .senders import RawResponse
from .signing import Key

__all__ = ["ACTIVE", "CONFLICT", "INVALID", "SQL", "DeployLoop", "deploy_loop"]

Json: TypeAlias = dict[str, Any]

PREFIX = "flinkjobs-contract"
"""How the names of all deployments begin that the suite creates."""
SQL = {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": "INSERT INTO sink SELECT * FROM source"}}
ACTIVE = ("STARTING", "RUNNING", "CANCELLING")
CONFLICT, INVALID = "990302", "990303"
_RUN = uuid.uuid4().hex[:8]
_NUMBERS = count(1)
_LONGEST_WAIT = 60.0
_PAUSE = 0.2


class DeployLoop:
    """Deployments with a prefix of their own, and their jobs and savepoints; results are JSON."""

    def __init__(self, checker: Checker) -> None:
        self.checker = checker
        self.prefix = f"{PREFIX}-{_RUN}-{next(_NUMBERS)}"
        values = checker.target.values
        own = checker.target.control is not None
        namespace = f"loop-{self.prefix}" if own else values["namespace"]
        self.place = {"workspace": values["workspace"], "namespace": namespace}
        self.created: dict[str, Json] = {}
        self.variables: dict[str, Json] = {}

    def send(
        self,
        name: str,
        body: Mapping[str, Any] | None = None,
        /,
        *,
        key: Key | None = None,
        **values: Any,
    ) -> RawResponse:
        """Send a request of an operation with exactly these ids, parameters and properties."""
        operation = self.checker.contract.operation(name)
        arguments = {**dict.fromkeys(IDS), **self.place, **values}
        request = self.checker.client.unsigned_request(operation, arguments)
        if operation.body is not None:
            request = request.with_changes(body=msgspec.json.encode(body or {}))
        signed = self.checker.client.sign(operation, request, key=key)
        response = self.checker.client.send(operation, signed)
        self._remember(operation, response)
        return response

    def ok(self, name: str, body: Mapping[str, Any] | None = None, /, **values: Any) -> Any:
        """Expect success of such a request; return the payload."""
        response = self.send(name, body, **values)
        operation = self.checker.contract.operation(name)
        shown = self.checker.expect_success(operation, response)
        self.checker.expect_equal(
            True, shown["success"], f"success of {name}: {response.body[:200]!r}"
        )
        return shown.get("data")

    def page(self, name: str, /, **values: Any) -> tuple[list[Json], int]:
        """Return the items of a page of a listing, and the number of all."""
        operation = self.checker.contract.operation(name)
        body = self.checker.expect_success(operation, self.send(name, **values))
        return body["data"], body["totalSize"]

    def refused(
        self,
        code: str,
        name: str,
        body: Mapping[str, Any] | None = None,
        /,
        *words: str,
        **values: Any,
    ) -> None:
        """Expect the failure of such a request, with a message that has these words."""
        response = self.send(name, body, **values)
        operation = self.checker.contract.operation(name)
        self.checker.expect_failure(operation, response, code)
        message = response.json["errorMessage"]
        for word in words:
            self.checker.expect(word in message, f"the message does not name {word}: {message}")

    def missing(self, name: str, body: Mapping[str, Any] | None = None, /, **values: Any) -> None:
        """Expect that such a request finds nothing."""
        self.refused(self.checker.contract.not_found, name, body, **values)

    def equal(self, expected: Any, actual: Any, label: str) -> None:
        self.checker.expect_equal(expected, actual, label)

    @property
    def is_ours(self) -> bool:
        """Whether the target is in our hands, with a key that encrypts, and a namespace of the loop's own."""
        return self.checker.target.control is not None

    def variable(self, suffix: str) -> str:
        """Return the name of a variable of this loop's own."""
        return f"{self.prefix}-{suffix}"

    def name(self, suffix: str = "a") -> str:
        """Return a name of this loop's own."""
        return f"{self.prefix}-{suffix}"

    def body(self, suffix: str = "a", /, **properties: Any) -> Json:
        """Return a streaming SQL deployment, unless the properties say otherwise."""
        return {
            "name": self.name(suffix),
            "executionMode": "STREAMING",
            "artifact": SQL,
            **properties,
        }

    def create(self, suffix: str = "a", /, **properties: Any) -> str:
        """Create a deployment; return its id."""
        return str(self.ok("CreateDeployment", self.body(suffix, **properties))["deploymentId"])

    def deployment(self, deployment_id: str) -> Json:
        return dict(self.ok("GetDeployment", deploymentId=deployment_id))

    def update(self, deployment_id: str, **properties: Any) -> Json:
        return dict(self.ok("UpdateDeployment", properties, deploymentId=deployment_id))

    def names(self, **conditions: Any) -> list[str]:
        """Return the suffixes of the names of this loop's deployments that pass a filter."""
        conditions = {"name": self.prefix, "pageSize": 100, **conditions}
        items, total = self.page("ListDeployments", **conditions)
        self.equal(len(items), total, "the total")
        return [item["name"].removeprefix(f"{self.prefix}-") for item in items]

    def start(self, deployment_id: str, **properties: Any) -> Json:
        """Start a deployment; return the job."""
        return dict(self.ok("StartJobWithParams", {"deploymentId": deployment_id, **properties}))

    def running(self, deployment_id: str, **properties: Any) -> str:
        """Start a deployment, and wait until the job runs; return its id."""
        job_id = str(self.start(deployment_id, **properties)["jobId"])
        self.await_job(job_id, "RUNNING")
        return job_id

    def stop(self, job_id: str, strategy: str = "NONE") -> Json:
        return dict(self.ok("StopJob", {"stopStrategy": strategy}, jobId=job_id))

    def job(self, job_id: str) -> Json:
        return dict(self.ok("GetJob", jobId=job_id))

    def state(self, job_id: str) -> str:
        return str(self.job(job_id)["status"]["currentJobStatus"])

    def await_job(self, job_id: str, *states: str) -> Json:
        """Wait until a job is in one of some states; return it."""
        return self._awaited(
            lambda: self.job(job_id), lambda job: job["status"]["currentJobStatus"], states
        )

    def stopped(self, job_id: str, strategy: str = "NONE") -> Json:
        """Stop a job, and wait until it has ended; return it."""
        self.stop(job_id, strategy)
        return self.await_job(job_id, "CANCELLED", "FINISHED", "FAILED")

    def take(self, deployment_id: str, **properties: Any) -> Json:
        """Take a savepoint of the running job of a deployment; return it as it is at first."""
        return dict(self.ok("CreateSavepoint", {"deploymentId": deployment_id, **properties}))

    def savepoint(self, savepoint_id: str) -> Json:
        return dict(self.ok("GetSavepoint", savepointId=savepoint_id))

    def taken(self, deployment_id: str, **properties: Any) -> Json:
        """Take a savepoint, and wait until it is complete; return it."""
        savepoint_id = self.take(deployment_id, **properties)["savepointId"]
        return self.await_savepoint(savepoint_id, "COMPLETED")

    def await_savepoint(self, savepoint_id: str, *states: str) -> Json:
        return self._awaited(
            lambda: self.savepoint(savepoint_id), lambda each: each["status"]["state"], states
        )

    def savepoints(self, **conditions: Any) -> list[Json]:
        """Return the savepoints that pass a filter."""
        items, total = self.page("ListSavepoints", pageSize=100, **conditions)
        self.equal(len(items), total, "the total")
        return items

    def workplace(self) -> Json:
        """Create a deployment with a running job and a savepoint; return the ids of all of them."""
        deployment_id = self.create("workplace")
        job_id = self.running(deployment_id)
        savepoint_id = self.taken(deployment_id)["savepointId"]
        ids = {"deploymentId": deployment_id, "jobId": job_id, "savepointId": savepoint_id}
        return {**self.place, **ids}

    def pass_time(self, seconds: float) -> None:
        """Let time pass: that of the target, where it is in our hands."""
        control = self.checker.target.control
        if control is not None and control.advance is not None:
            control.advance(seconds)
        else:
            time.sleep(seconds)

    def passed(self, seconds: int, begin: object, end: object, label: str) -> None:
        """Expect that so many seconds lie between two times; at least, where the clock is not in our hands."""
        actual = int(str(end)) - int(str(begin))
        if self.checker.target.control is None or self.checker.target.control.clock is None:
            self.checker.expect(seconds <= actual, f"{label}: {actual} s, not {seconds} s or more")
        else:
            self.equal(seconds, actual, label)

    def remove(self) -> None:
        """Remove everything that was created, also what still runs."""
        for deployment_id in list(self.created):
            self._remove(deployment_id)
        for name, place in self.variables.items():
            self.send("DeleteVariable", name=name, **place)
        self.variables.clear()

    def _remove(self, deployment_id: str) -> None:
        place = self.created[deployment_id]
        response = self.send("ListJobs", deploymentId=deployment_id, pageSize=100, **place)
        for job in (response.json.get("data") if response.status == 200 else None) or ():
            self._end(job, place)
        ids = {"deploymentId": deployment_id, **place}
        listed = self.send("ListSavepoints", pageSize=100, **ids)
        self.send("DeleteDeployment", **ids)
        for savepoint in (listed.json.get("data") if listed.status == 200 else None) or ():
            if savepoint.get("savepointOrigin") != "RETAINED_CHECKPOINT":
                self.send("DeleteSavepoint", savepointId=savepoint["savepointId"], **place)
        self.created.pop(deployment_id, None)

    def _end(self, job: Json, place: Json) -> None:
        if (job.get("status") or {}).get("currentJobStatus") not in ACTIVE:
            return
        self.send("StopJob", {"stopStrategy": "NONE"}, jobId=job["jobId"], **place)
        waited, end = 0.0, time.monotonic() + _LONGEST_WAIT
        while waited < _LONGEST_WAIT and time.monotonic() < end:
            shown = self.send("GetJob", jobId=job["jobId"], **place).json.get("data") or {}
            if (shown.get("status") or {}).get("currentJobStatus") not in ACTIVE:
                return
            waited += self._pause()

    def _pause(self) -> float:
        """Wait until a state may have changed; return the seconds by the target's own clock."""
        control = self.checker.target.control
        is_ours = control is not None and control.advance is not None
        self.pass_time(0.5 if is_ours else _PAUSE)
        return 0.5 if is_ours else 0.0

    def _remember(self, operation: Operation, response: RawResponse) -> None:
        """Keep the id of what was created, and forget what was deleted."""
        if operation.name not in ("CreateDeployment", "CreateVariable") or response.status != 200:
            return
        shown = response.json.get("data") or {}
        if operation.name == "CreateVariable":
            self.variables |= {shown["name"]: dict(self.place)} if shown.get("name") else {}
        if shown.get("deploymentId"):
            place = {name: shown.get(name, self.place[name]) for name in self.place}
            self.created[shown["deploymentId"]] = place

    def _awaited(
        self, read: Callable[[], Json], state: Callable[[Json], str], wanted: tuple[str, ...]
    ) -> Json:
        waited, began = 0.0, time.monotonic()
        while state(shown := read()) not in wanted:
            if max(waited, time.monotonic() - began) > _LONGEST_WAIT:
                raise ContractViolation(f"after a minute, it is {state(shown)}, not {wanted[0]}")
            waited += self._pause()
        return shown


@contextmanager
def deploy_loop(checker: Checker) -> Iterator[DeployLoop]:
    """Yield a deploy loop; remove what was created in it, also after a failure."""
    loop, control = DeployLoop(checker), checker.target.control
    try:
        if control is not None and control.clock is not None:
            with control.clock.frozen():
                yield loop
                loop.remove()
        else:
            yield loop
    finally:
        loop.remove()
