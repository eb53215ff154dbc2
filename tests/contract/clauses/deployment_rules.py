"""Rules of deployments: how they are created, read, changed and deleted."""

from collections.abc import Iterator
from typing import Any

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import CONFLICT, INVALID, SQL, DeployLoop
from .rules import Rules

RULES = Rules()
_WORDS: dict[str, Any] = {
    "description": "first",
    "engineVersion": "vvr-1",
    "flinkConf": {"a": "1", "b": "2"},
    "labels": {"team": "one", "stage": "test"},
    "localVariables": [{"name": "x", "value": "1"}],
    "deploymentTarget": {"mode": "SESSION", "name": "queue"},
    "logging": {"loggingProfile": "oss"},
    "referencedDeploymentDraftId": "draft",
    "streamingResourceSetting": {"resourceSettingMode": "BASIC"},
}
_KINDS: dict[str, dict[str, Any]] = {
    "SQLSCRIPT": {"sqlArtifact": {"sqlScript": "SELECT 1"}},
    "JAR": {"jarArtifact": {"jarUri": "https://example.com/a.jar"}},
    "PYTHON": {"pythonArtifact": {"pythonArtifactUri": "https://example.com/a.py"}},
    "CDCYAML": {"cdcYamlArtifact": {"cdcYaml": "source: {}"}},
}
_SERVICE = [
    "deploymentId",
    "workspace",
    "namespace",
    "jobSummary",
    "deploymentHasChanged",
    "creator",
    "creatorName",
    "modifier",
    "modifierName",
    "createdAt",
    "modifiedAt",
]


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about deployments."""
    yield from RULES.clauses(operation)


@RULES.of("CreateDeployment")
def what_was_sent_is_kept(loop: DeployLoop) -> None:
    """A deployment has the properties that it was created with, and is got and listed alike."""
    body = loop.body(**_WORDS)
    created = loop.ok("CreateDeployment", body)
    loop.equal(body, {name: created[name] for name in body}, "the properties")
    loop.equal(created, loop.deployment(created["deploymentId"]), "the deployment that is got")
    listed, _ = loop.page("ListDeployments", name=loop.prefix)
    loop.equal([created], listed, "the deployments that are listed")
    loop.equal(loop.place, {name: created[name] for name in loop.place}, "its place")
    loop.equal(False, created["deploymentHasChanged"], "deploymentHasChanged")
    loop.equal(created["createdAt"], created["modifiedAt"], "the time of the last change")
    loop.equal(
        [created["creator"], created["creatorName"]],
        [created["modifier"], created["modifierName"]],
        "who changed it last",
    )
    loop.equal(0, sum(created["jobSummary"].values()), "the number of jobs")
    now = int(loop.checker.client.now().timestamp())
    loop.checker.expect(abs(int(created["createdAt"]) - now) < 900, "createdAt is not now")


@RULES.of("CreateDeployment")
def target_and_version_have_defaults(loop: DeployLoop) -> None:
    """A deployment has an engine version and a target, also when it names none."""
    created = loop.deployment(loop.create())
    loop.checker.expect(bool(created.get("engineVersion")), "there is no engineVersion")
    loop.checker.expect(bool(created["deploymentTarget"]["name"]), "there is no target")


@RULES.of("CreateDeployment")
def ids_differ(loop: DeployLoop) -> None:
    """Each deployment has an id of its own."""
    ids = {loop.create("a"), loop.create("b"), loop.create("c")}
    loop.equal(3, len(ids), "the number of ids")
    for deployment_id, suffix in zip(sorted(ids), sorted("abc"), strict=True):
        loop.deployment(deployment_id)
        loop.checker.expect(suffix in loop.names(), f"{suffix} is not listed")


@RULES.of("CreateDeployment")
def a_name_exists_once(loop: DeployLoop) -> None:
    """A second deployment of one name is refused; one of almost the same name is not."""
    loop.create("a")
    loop.refused(CONFLICT, "CreateDeployment", loop.body("a"), loop.name("a"))
    loop.equal(["a"], loop.names(), "the names")
    loop.create("A")
    loop.create("aa")
    loop.equal(["A", "a", "aa"], sorted(loop.names()), "the names")


@RULES.of("CreateDeployment")
def a_name_can_be_used_again(loop: DeployLoop) -> None:
    """The name of a deleted deployment is free."""
    first = loop.create("a")
    loop.ok("DeleteDeployment", deploymentId=first)
    loop.checker.expect(loop.create("a") != first, "the new deployment has the id of the old one")


@RULES.of("CreateDeployment")
def names_are_checked(loop: DeployLoop) -> None:
    """A name has 1 to 128 characters, no control character, and no blank at its ends."""
    for name in (None, "", " ", f" {loop.name()}", f"{loop.name()} ", f"{loop.name()}\n"):
        loop.refused(INVALID, "CreateDeployment", {**loop.body(), "name": name}, "$.name")
    for sign in ("\x00", "\x1f", "\x7f", "\t"):
        name = f"{loop.prefix}{sign}x"
        loop.refused(INVALID, "CreateDeployment", {**loop.body(), "name": name}, "$.name")
    long = loop.prefix + "x" * (128 - len(loop.prefix))
    loop.refused(INVALID, "CreateDeployment", {**loop.body(), "name": f"{long}x"}, "$.name", "128")
    for name in (long, f"{loop.prefix} ä 日", f"{loop.prefix}%_'\""):
        loop.equal(name, loop.ok("CreateDeployment", {**loop.body(), "name": name})["name"], "name")


@RULES.of("CreateDeployment")
def modes_are_named(loop: DeployLoop) -> None:
    """An execution mode that is none, or absent, is refused with those that there are."""
    for mode in (None, "", "streaming", "OTHER"):
        body = loop.body(executionMode=mode)
        loop.refused(INVALID, "CreateDeployment", body, "$.executionMode", "STREAMING", "BATCH")
    loop.equal([], loop.names(), "the names")


@RULES.of("CreateDeployment")
def kinds_are_named(loop: DeployLoop) -> None:
    """A kind of artifact that is none, or absent, is refused with those that there are."""
    for artifact in (None, {}, {"kind": "OTHER"}, {"kind": "sqlscript"}, {**SQL, "kind": None}):
        body = loop.body(artifact=artifact)
        loop.refused(INVALID, "CreateDeployment", body, "$.artifact.kind", *_KINDS)


@RULES.of("CreateDeployment")
def artifacts_are_complete(loop: DeployLoop) -> None:
    """Each kind of artifact needs its own part, with its main property."""
    for kind, parts in _KINDS.items():
        ((part, properties),) = parts.items()
        (main,) = properties
        for artifact in (
            {"kind": kind},
            {"kind": kind, part: {}},
            {"kind": kind, part: {main: ""}},
        ):
            path = f"$.artifact.{part}.{main}"
            loop.refused(INVALID, "CreateDeployment", loop.body(artifact=artifact), path, kind)
        created = loop.ok("CreateDeployment", loop.body(kind, artifact={"kind": kind, **parts}))
        loop.equal({"kind": kind, **parts}, created["artifact"], "the artifact")


@RULES.of("CreateDeployment")
def variables_have_names(loop: DeployLoop) -> None:
    """Each local variable has a name, which no other one has."""
    path = "$.localVariables[{}].name".format
    for number, variables in ((0, [{"value": "1"}]), (1, [{"name": "x"}, {"name": ""}])):
        body = loop.body(localVariables=variables)
        loop.refused(INVALID, "CreateDeployment", body, path(number))
    twice = loop.body(localVariables=[{"name": "x"}, {"name": "y"}, {"name": "x"}])
    loop.refused(INVALID, "CreateDeployment", twice, path(2), "twice")


@RULES.of("CreateDeployment")
def what_the_service_sets_is_ignored(loop: DeployLoop) -> None:
    """What only the service sets is ignored, and so is what the contract does not know."""
    foreign: dict[str, Any] = dict.fromkeys(_SERVICE, "foreign")
    foreign["inTheNextVersion"] = 1
    foreign |= {"jobSummary": {"running": 7}, "deploymentHasChanged": True, "createdAt": "1"}
    created = loop.ok("CreateDeployment", loop.body(**foreign))
    loop.checker.expect("foreign" not in str(created), "a property of the service was taken")
    loop.equal(0, created["jobSummary"]["running"], "the jobs that run")
    loop.equal(False, created["deploymentHasChanged"], "deploymentHasChanged")
    loop.checker.expect(created["createdAt"] != "1", "createdAt was taken")


@RULES.of("CreateDeployment", "control")
def a_namespace_has_its_own(loop: DeployLoop) -> None:
    """The same name may be in another namespace, where the other deployment is not seen."""
    here = loop.create("a")
    place = {"namespace": f"{loop.place['namespace']}-2"}
    there = loop.ok("CreateDeployment", loop.body("a"), **place)["deploymentId"]
    loop.missing("GetDeployment", deploymentId=here, **place)
    loop.missing("GetDeployment", deploymentId=there)
    loop.missing("UpdateDeployment", {"description": "x"}, deploymentId=there)
    loop.missing("DeleteDeployment", deploymentId=there)
    loop.missing("StartJobWithParams", {"deploymentId": there})
    loop.missing("CreateSavepoint", {"deploymentId": there})
    items, total = loop.page("ListDeployments", **place)
    loop.equal(([there], 1), ([item["deploymentId"] for item in items], total), "those listed")


@RULES.of("CreateDeployment", "control")
def creators_are_named(loop: DeployLoop) -> None:
    """A deployment names who created it, and who changed it last: a user, or else the account."""
    control = loop.checker.control
    policy = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    text = f'{{"Version":"1","Statement":[{str(policy).replace(chr(39), chr(34))}]}}'
    keys = {user: control.create_key(None, user, policies=[text]) for user in ("ann", "bob")}
    created = loop.ok("CreateDeployment", loop.body(), key=keys["ann"])
    loop.equal(["ann", "ann"], [created["creator"], created["creatorName"]], "the creator")
    loop.equal(["ann", "ann"], [created["modifier"], created["modifierName"]], "the modifier")
    ids = {"deploymentId": created["deploymentId"]}
    loop.pass_time(5)
    changed = loop.ok("UpdateDeployment", {"description": "x"}, key=keys["bob"], **ids)
    loop.equal(["ann", "ann"], [changed["creator"], changed["creatorName"]], "the creator")
    loop.equal(["bob", "bob"], [changed["modifier"], changed["modifierName"]], "the modifier")
    loop.equal(created["createdAt"], changed["createdAt"], "createdAt")
    later = int(changed["modifiedAt"]) - int(created["createdAt"])
    loop.equal(5, later, "the seconds until the change")
    job = loop.ok("StartJobWithParams", ids, key=keys["bob"])
    people = [job[name] for name in ("creator", "creatorName", "modifier", "modifierName")]
    loop.equal(["bob"] * 4, people, "who started the job")
    stop = {"stopStrategy": "NONE"}
    stopped = loop.ok("StopJob", stop, jobId=job["jobId"], key=keys["ann"])
    people = [stopped[name] for name in ("creator", "modifier", "modifierName")]
    loop.equal(["bob", "ann", "ann"], people, "who stopped the job")
    account = loop.deployment(loop.create("b"))
    loop.equal(control.account, account["creator"], "the account")


@RULES.of("UpdateDeployment")
def others_stay(loop: DeployLoop) -> None:
    """Properties that the body does not name stay as they are, one at a time."""
    expected = loop.ok("CreateDeployment", loop.body(**_WORDS))
    changes = {
        "description": "second",
        "engineVersion": "vvr-2",
        "flinkConf": {"c": "3"},
        "labels": {"team": "two"},
        "localVariables": [{"name": "y", "value": "2"}],
        "deploymentTarget": {"mode": "PER_JOB", "name": "other"},
        "logging": {"loggingProfile": "default"},
        "referencedDeploymentDraftId": "other",
        "streamingResourceSetting": {"resourceSettingMode": "EXPERT"},
        "name": loop.name("b"),
    }
    for name, value in changes.items():
        expected[name] = value
        actual = loop.update(expected["deploymentId"], **{name: value})
        expected["modifiedAt"] = actual["modifiedAt"]
        loop.equal(expected, actual, f"the deployment with another {name}")
        loop.equal(actual, loop.deployment(expected["deploymentId"]), "the deployment that is got")


@RULES.of("UpdateDeployment")
def null_and_nothing_change_nothing(loop: DeployLoop) -> None:
    """Null and an empty localVariables change nothing; an empty map empties."""
    created = loop.ok("CreateDeployment", loop.body(**_WORDS))
    kept: list[dict[str, Any]] = [{}, dict.fromkeys(_WORDS), {"localVariables": []}]
    for body in kept:
        changed = loop.update(created["deploymentId"], **body)
        loop.equal({**created, "modifiedAt": ""}, {**changed, "modifiedAt": ""}, "the deployment")
    emptied = loop.update(created["deploymentId"], flinkConf={}, labels={})
    loop.equal([{}, {}], [emptied["flinkConf"], emptied["labels"]], "the empty maps")
    loop.equal([], loop.names(labelKey="team"), "deployments with the label")


@RULES.of("UpdateDeployment")
def an_artifact_keeps_its_kind(loop: DeployLoop) -> None:
    """The kind and the mode cannot change; stating them again is no change."""
    deployment_id = loop.create()
    jar = {"kind": "JAR", **_KINDS["JAR"]}
    ids = {"deploymentId": deployment_id}
    loop.refused(
        INVALID, "UpdateDeployment", {"artifact": jar}, "$.artifact.kind", "SQLSCRIPT", **ids
    )
    batch = {"executionMode": "BATCH"}
    loop.refused(INVALID, "UpdateDeployment", batch, "$.executionMode", "STREAMING", **ids)
    loop.equal(SQL, loop.deployment(deployment_id)["artifact"], "the artifact")
    same = loop.update(deployment_id, artifact=SQL, executionMode="STREAMING")
    loop.equal(SQL, same["artifact"], "the artifact")
    script = {"sqlArtifact": {"sqlScript": "INSERT INTO other SELECT 1"}}
    changed = loop.update(deployment_id, artifact=script)
    loop.equal({"kind": "SQLSCRIPT", **script}, changed["artifact"], "the artifact")
    empty = {"artifact": {"sqlArtifact": {"sqlScript": ""}}}
    loop.refused(INVALID, "UpdateDeployment", empty, "$.artifact.sqlArtifact.sqlScript", **ids)


@RULES.of("UpdateDeployment")
def a_name_stays_unique(loop: DeployLoop) -> None:
    """The name of another deployment is refused, one's own is not; a new one frees the old one."""
    first, second = loop.create("a"), loop.create("b")
    name = {"name": loop.name("a")}
    loop.refused(CONFLICT, "UpdateDeployment", name, loop.name("a"), deploymentId=second)
    loop.equal(loop.name("b"), loop.deployment(second)["name"], "the name")
    loop.update(first, **name)
    loop.update(first, name=loop.name("c"))
    loop.update(second, **name)
    loop.equal(["a", "c"], sorted(loop.names()), "the names")
    loop.equal([], loop.names(name=loop.name("b")), "deployments of the old name")
    for bad in ("", " ", f"{loop.name()} ", "\x01"):
        loop.refused(INVALID, "UpdateDeployment", {"name": bad}, "$.name", deploymentId=first)


@RULES.of("UpdateDeployment")
def what_the_service_sets_stays(loop: DeployLoop) -> None:
    """What only the service sets does not change by an update."""
    created = loop.ok("CreateDeployment", loop.body())
    foreign = {**dict.fromkeys(_SERVICE, "foreign"), "jobSummary": {"running": 7}}
    changed = loop.update(created["deploymentId"], **{**foreign, "deploymentHasChanged": True})
    loop.equal({**created, "modifiedAt": ""}, {**changed, "modifiedAt": ""}, "the deployment")


@RULES.of("UpdateDeployment")
def a_change_is_seen_until_the_next_start(loop: DeployLoop) -> None:
    """deploymentHasChanged holds from a change on until the next start, and never before the first."""
    deployment_id = loop.create()

    def has_changed() -> Any:
        return loop.deployment(deployment_id)["deploymentHasChanged"]

    loop.update(deployment_id, description="before any start")
    loop.equal(False, has_changed(), "deploymentHasChanged before the first start")
    job_id = loop.running(deployment_id)
    loop.equal(False, has_changed(), "deploymentHasChanged after a start")
    loop.update(deployment_id, description="while it runs")
    loop.equal(True, has_changed(), "deploymentHasChanged after a change")
    loop.stopped(job_id)
    loop.equal(True, has_changed(), "deploymentHasChanged after a stop")
    loop.start(deployment_id)
    loop.equal(False, has_changed(), "deploymentHasChanged after the next start")


@RULES.of("UpdateDeployment")
def a_running_job_is_not_touched(loop: DeployLoop) -> None:
    """A job is a copy of its deployment: a change holds from the next start on."""
    deployment_id = loop.create(flinkConf={"a": "1"}, engineVersion="vvr-1")
    job_id = loop.running(deployment_id)
    job = loop.job(job_id)
    loop.update(deployment_id, flinkConf={"a": "2"}, engineVersion="vvr-2", name=loop.name("b"))
    loop.equal(job, loop.job(job_id), "the running job")
    loop.stopped(job_id)
    later = loop.start(deployment_id)
    loop.equal({"a": "2"}, later["flinkConf"], "the settings of the next job")
    shown = [later["engineVersion"], later["deploymentName"]]
    loop.equal(["vvr-2", loop.name("b")], shown, "version and name of the next job")


@RULES.of("DeleteDeployment")
def gone_for_good(loop: DeployLoop) -> None:
    """A deleted deployment is not found, not listed, and cannot be changed, started or deleted."""
    deployment_id, other = loop.create("a"), loop.create("b")
    loop.equal(None, loop.ok("DeleteDeployment", deploymentId=deployment_id), "the payload")
    for name in ("GetDeployment", "DeleteDeployment", "ListJobs"):
        loop.missing(name, deploymentId=deployment_id)
    loop.missing("UpdateDeployment", {"description": "x"}, deploymentId=deployment_id)
    loop.missing("StartJobWithParams", {"deploymentId": deployment_id})
    loop.missing("CreateSavepoint", {"deploymentId": deployment_id})
    loop.equal(["b"], loop.names(), "the names")
    loop.equal(loop.name("b"), loop.deployment(other)["name"], "the other deployment")


@RULES.of("DeleteDeployment")
def refused_while_a_job_has_not_ended(loop: DeployLoop) -> None:
    """A deployment with a job that has not ended is not deleted; the refusal names the job."""
    deployment_id = loop.create()
    job_id = loop.start(deployment_id)["jobId"]
    ids = {"deploymentId": deployment_id}
    loop.refused(CONFLICT, "DeleteDeployment", None, job_id, **ids)
    loop.await_job(job_id, "RUNNING")
    loop.refused(CONFLICT, "DeleteDeployment", None, job_id, "RUNNING", **ids)
    loop.stopped(job_id)
    loop.ok("DeleteDeployment", **ids)


@RULES.of("DeleteDeployment")
def takes_its_jobs_and_leaves_its_savepoints(loop: DeployLoop) -> None:
    """Its jobs go with it, and their ids never return; its savepoints stay until they are deleted."""
    deployment_id, other = loop.create("a"), loop.create("b")
    job_id, kept = loop.running(deployment_id), loop.running(other)
    savepoint = loop.taken(deployment_id)
    loop.stopped(job_id)
    loop.ok("DeleteDeployment", deploymentId=deployment_id)
    loop.missing("GetJob", jobId=job_id)
    loop.missing("StopJob", {"stopStrategy": "NONE"}, jobId=job_id)
    loop.equal("RUNNING", loop.state(kept), "the job of another deployment")
    again = {"deploymentId": other, "jobId": job_id}
    loop.refused(CONFLICT, "StartJobWithParams", again, job_id)
    loop.equal(savepoint, loop.savepoint(savepoint["savepointId"]), "the savepoint")
    listed = [each["savepointId"] for each in loop.savepoints(deploymentId=deployment_id)]
    loop.checker.expect(savepoint["savepointId"] in listed, "the savepoint is not listed")
    loop.ok("DeleteSavepoint", savepointId=savepoint["savepointId"])
    loop.missing("GetSavepoint", savepointId=savepoint["savepointId"])


@RULES.of("GetDeployment")
def jobs_are_counted(loop: DeployLoop) -> None:
    """jobSummary has the number of jobs in each state."""
    deployment_id = loop.create()

    def summary() -> dict[str, int]:
        shown = loop.deployment(deployment_id)["jobSummary"]
        return {state: number for state, number in shown.items() if number}

    first = loop.start(deployment_id)["jobId"]
    loop.checker.expect(set(summary()) <= {"starting", "running"}, f"a start counts as {summary()}")
    loop.await_job(first, "RUNNING")
    loop.equal({"running": 1}, summary(), "the numbers")
    loop.stopped(first)
    loop.equal({"cancelled": 1}, summary(), "the numbers")
    loop.stopped(loop.running(deployment_id), "STOP_WITH_SAVEPOINT")
    loop.equal({"cancelled": 1, "finished": 1}, summary(), "the numbers")
    loop.ok("DeleteJob", jobId=first)
    loop.equal({"finished": 1}, summary(), "the numbers")


@RULES.of("GetDeployment", "clock")
def jobs_of_every_state_are_counted(loop: DeployLoop) -> None:
    """Those that start, are cancelled, or have failed are counted, too."""
    failing, slow = loop.create("fails-later"), loop.create("slow")
    loop.start(failing)
    numbers = loop.deployment(failing)["jobSummary"]
    loop.equal((1, 1), (numbers["starting"], sum(numbers.values())), "the jobs that start")
    loop.pass_time(20)
    numbers = loop.deployment(failing)["jobSummary"]
    loop.equal((1, 1), (numbers["failed"], sum(numbers.values())), "the jobs that failed")
    loop.stop(loop.running(slow))
    numbers = loop.deployment(slow)["jobSummary"]
    loop.equal((1, 1), (numbers["cancelling"], sum(numbers.values())), "the jobs being cancelled")
