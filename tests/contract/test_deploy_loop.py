"""Random interleavings of all operations of the deploy loop, against the reference model."""

import uuid
from contextlib import ExitStack
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from .clause import Checker
from .deploy_loop import deploy_loop
from .deploy_model import ACCEPTED, Deployment, DeployModel, Savepoint
from .oracle import judge

pytestmark = pytest.mark.contract

_STEPS = 25
_FEW_EXAMPLES, _FEW_STEPS = 3, 12
"""At somebody else's server, where each call waits for its turn."""
_RECENT, _UNKNOWN = 3, 6
_WHICH = st.integers(0, _UNKNOWN)
_NAMES = st.sampled_from("abc")
_KINDS = st.sampled_from(["NONE", "LATEST_SAVEPOINT", "LATEST_STATE", "FROM_SAVEPOINT"])
_RARELY = st.sampled_from([False, False, False, True])
_STRATEGIES = st.sampled_from(["NONE", "STOP_WITH_SAVEPOINT", "STOP_WITH_DRAIN"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)


class DeployMachine(RuleBasedStateMachine):
    """Calls a target and the model alike, and compares what they have."""

    checker: Checker

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self.loop = self._stack.enter_context(deploy_loop(self.checker))
        self.model = DeployModel()
        self.is_timed = self.checker.target.control is not None and bool(
            self.checker.control.advance
        )
        self.ids: dict[str, list[str]] = {"deployments": [], "jobs": [], "savepoints": []}

    def teardown(self) -> None:
        self._stack.close()

    def pick(self, kind: str, which: int) -> str:
        """Return an id that was given last, perhaps of something that is gone; or an unknown one."""
        ids = self.ids[kind][-_RECENT:]
        if which == _UNKNOWN or not ids:
            return str(uuid.UUID(int=which, version=4))
        return ids[-1 - which % len(ids)]

    def have(self, kind: str) -> bool:
        """Whether there was anything of a kind."""
        return bool(self.ids[kind])

    def call(self, expected: str, name: str, body: Any = None, **values: Any) -> Any:
        """Call an operation; expect the code of the model, and return the payload of a success."""
        if expected != ACCEPTED:
            self.loop.refused(expected, name, body, **values)
            return None
        return self.loop.ok(name, body, **values)

    @initialize(name=_NAMES)
    def begin(self, name: str) -> None:
        """Create a deployment with a running job."""
        self.create(name)
        self.start(0, "NONE", 0, False, False)
        self.settle()

    @rule(name=_NAMES)
    def create(self, name: str) -> None:
        expected = self.model.create(name)
        made = self.call(expected, "CreateDeployment", self.loop.body(name))
        if made:
            self.model.deployments[made["deploymentId"]] = Deployment(name)
            self.ids["deployments"].append(made["deploymentId"])

    @rule(which=_WHICH, name=_NAMES)
    def rename(self, which: int, name: str) -> None:
        deployment = self.pick("deployments", which)
        expected = self.model.rename(deployment, name)
        body = {"name": self.loop.name(name)}
        self.call(expected, "UpdateDeployment", body, deploymentId=deployment)

    @rule(which=_WHICH, text=st.text("ab ", max_size=3))
    def describe(self, which: int, text: str) -> None:
        deployment = self.pick("deployments", which)
        expected = self.model.describe(deployment, text)
        body = {"description": text}
        self.call(expected, "UpdateDeployment", body, deploymentId=deployment)

    @precondition(lambda self: len(self.ids["deployments"]) > 1)
    @rule(which=_WHICH)
    def delete(self, which: int) -> None:
        deployment = self.pick("deployments", which)
        expected = self.model.delete(deployment)
        self.call(expected, "DeleteDeployment", deploymentId=deployment)

    @rule(which=_WHICH, kind=_KINDS, other=_WHICH, contradicts=_RARELY, chosen=_RARELY)
    def start(self, which: int, kind: str, other: int, contradicts: bool, chosen: bool) -> None:
        deployment = self.pick("deployments", which)
        restore: dict[str, Any] = {"kind": kind}
        savepoint = None
        if (kind == "FROM_SAVEPOINT") != contradicts:
            savepoint = restore["savepointId"] = self.pick("savepoints", other)
        job_id = self.pick("jobs", other) if chosen else None
        if job_id in self.model.jobs:
            job_id = str(uuid.uuid4())
        restore_from = {"LATEST_STATE", "LATEST_SAVEPOINT"}
        latest = self.model.latest(deployment, kind) if kind in restore_from else savepoint
        expected = self.model.start(deployment, kind, savepoint, job_id)
        body = {"deploymentId": deployment, "restoreStrategy": restore}
        made = self.call(
            expected, "StartJobWithParams", {**body, **({"jobId": job_id} if job_id else {})}
        )
        if made:
            self.loop.equal(latest, made["restoreStrategy"].get("savepointId"), "the state")
            self.model.started(deployment, made["jobId"], latest)
            self.ids["jobs"].append(made["jobId"])
            self._unless_timed()

    @precondition(lambda self: self.have("jobs"))
    @rule(which=_WHICH, strategy=_STRATEGIES)
    def stop(self, which: int, strategy: str) -> None:
        job_id = self.pick("jobs", which)
        was_stopping = job_id in self.model.jobs and self.model.jobs[job_id].state == "CANCELLING"
        if was_stopping and self.model.jobs[job_id].strategy != "NONE":
            return  # a stop at once of a job that takes its last savepoint: either may come first
        if strategy == "NONE" and job_id in self.model.jobs and self.model.taking(job_id):
            return  # a savepoint and the end of its job at one moment: either may come first
        expected = self.model.stop(job_id, strategy)
        self.call(expected, "StopJob", {"stopStrategy": strategy}, jobId=job_id)
        if expected == ACCEPTED:
            self._find_savepoints(self.model.jobs[job_id].deployment)
            self._unless_timed()

    @precondition(lambda self: self.have("jobs"))
    @rule(which=_WHICH)
    def take(self, which: int) -> None:
        deployment = self.pick("deployments", which)
        made = self.call(
            self.model.take(deployment), "CreateSavepoint", {"deploymentId": deployment}
        )
        if made:
            self._add(made)
            self._unless_timed()

    @precondition(lambda self: self.have("jobs"))
    @rule(which=_WHICH)
    def delete_job(self, which: int) -> None:
        job_id = self.pick("jobs", which)
        self.call(self.model.delete_job(job_id), "DeleteJob", jobId=job_id)

    @precondition(lambda self: self.have("savepoints"))
    @rule(which=_WHICH)
    def delete_savepoint(self, which: int) -> None:
        savepoint_id = self.pick("savepoints", which)
        expected = self.model.delete_savepoint(savepoint_id)
        self.call(expected, "DeleteSavepoint", savepointId=savepoint_id)

    @precondition(lambda self: self.have("jobs"))
    @rule()
    def settle(self) -> None:
        """Let time pass until everything that was asked for has come to its end."""
        if self.is_timed:
            self.loop.pass_time(2)
        self.model.settle()
        for job_id, job in self.model.jobs.items():
            self.loop.await_job(job_id, job.state)
        for deployment in self.model.deployments:
            self._find_savepoints(deployment)
        for savepoint_id, savepoint in self.model.savepoints.items():
            self.loop.await_savepoint(savepoint_id, savepoint.state)

    @rule(
        name=st.sampled_from(["CreateDeployment", "StartJobWithParams", "CreateSavepoint"]),
        body=_JSON,
    )
    def send_any_body(self, name: str, body: Any) -> None:
        """A body that the contract refuses is refused, and changes nothing."""
        operation = self.checker.contract.operation(name)
        request = self.checker.client.unsigned_request(operation, self.loop.place)
        request = request.with_changes(body=msgspec.json.encode(body))
        if judge(self.checker.contract, operation, request).codes:
            self.checker.expect_verdict(operation, request)

    @invariant()
    def the_target_has_what_the_model_has(self) -> None:
        if not self.is_timed and self.checker.target.rate:
            return  # at a rate, the end of the run compares
        self._compare()

    def _compare(self) -> None:
        model, loop = self.model, self.loop
        names = sorted(each.name for each in model.deployments.values())
        loop.equal(names, sorted(loop.names()), "the names of all deployments")
        for deployment, expected in model.deployments.items():
            shown = loop.deployment(deployment)
            summary = {state: number for state, number in shown["jobSummary"].items() if number}
            loop.equal(model.summary(deployment), summary, "the numbers of jobs")
            loop.equal(expected.changed, shown["deploymentHasChanged"], "deploymentHasChanged")
            loop.equal(expected.description, shown.get("description"), "the description")
            jobs, total = loop.page("ListJobs", deploymentId=deployment, pageSize=100)
            states = {job["jobId"]: job["status"]["currentJobStatus"] for job in jobs}
            wanted = {each: model.jobs[each].state for each in model.jobs_of(deployment)}
            loop.equal((wanted, len(wanted)), (states, total), "the states of the jobs")
            listed = loop.savepoints(deploymentId=deployment)
            found = {each["savepointId"]: each["status"]["state"] for each in listed}
            kept = {each: s.state for each, s in model.savepoints_of(deployment).items()}
            loop.equal(kept, found, "the states of the savepoints")

    def _find_savepoints(self, deployment: str) -> None:
        """Take over the savepoints of stops, and the checkpoints that were retained."""
        for shown in self.loop.savepoints(deploymentId=deployment):
            if shown["savepointId"] not in self.model.savepoints:
                origins = ("STOP_WITH_SAVEPOINT", "RETAINED_CHECKPOINT")
                origin = shown["savepointOrigin"]
                self.checker.expect(origin in origins, f"nobody asked for a savepoint of {origin}")
                self._add(shown)

    def _add(self, shown: dict[str, Any]) -> None:
        self.model.savepoints[shown["savepointId"]] = Savepoint(
            deployment=shown["deploymentId"],
            job=shown["jobId"],
            origin=shown["savepointOrigin"],
            state=shown["status"]["state"],
            created=shown["createdAt"],
        )
        self.ids["savepoints"].append(shown["savepointId"])

    def _unless_timed(self) -> None:
        """Wait for the end of what was asked for where nobody could say how far it has come."""
        if not self.is_timed:
            self.settle()


def test_every_interleaving_is_as_in_the_model(checker: Checker) -> None:
    """Whatever is called in whatever order, the target does what the model does."""
    if not checker.target.accepts_writes:
        pytest.skip("data are only read: no deployment may be created")
    machine = type("Machine", (DeployMachine,), {"checker": checker})
    profile = settings.get_profile("contract")
    few = checker.target.control is None
    examples = _FEW_EXAMPLES if few else max(1, profile.max_examples // 4)
    steps = _FEW_STEPS if few else _STEPS
    run_state_machine_as_test(
        machine, settings=settings(profile, max_examples=examples, stateful_step_count=steps)
    )
