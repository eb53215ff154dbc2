"""Rules of deployments: how they are created."""

from collections.abc import Iterator
from typing import Any

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import CONFLICT, INVALID, SQL, DeployLoop
from .deployment_samples import KINDS, SERVICE, WORDS
from .rules import Rules

RULES = Rules()


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the creation of deployments."""
    yield from RULES.clauses(operation)


@RULES.of("CreateDeployment")
def what_was_sent_is_kept(loop: DeployLoop) -> None:
    """A deployment has the properties that it was created with, and is got and listed alike."""
    body = loop.body(**WORDS)
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
        loop.refused(INVALID, "CreateDeployment", body, "$.artifact.kind", *KINDS)


@RULES.of("CreateDeployment")
def artifacts_are_complete(loop: DeployLoop) -> None:
    """Each kind of artifact needs its own part, with its main property."""
    for kind, parts in KINDS.items():
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
    """Properties that only the service sets are ignored, and so are unknown ones."""
    foreign: dict[str, Any] = dict.fromkeys(SERVICE, "foreign")
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
    loop.passed(5, created["createdAt"], changed["modifiedAt"], "the time until the change")
    job = loop.ok("StartJobWithParams", ids, key=keys["bob"])
    people = [job[name] for name in ("creator", "creatorName", "modifier", "modifierName")]
    loop.equal(["bob"] * 4, people, "who started the job")
    stop = {"stopStrategy": "NONE"}
    stopped = loop.ok("StopJob", stop, jobId=job["jobId"], key=keys["ann"])
    people = [stopped[name] for name in ("creator", "modifier", "modifierName")]
    loop.equal(["bob", "ann", "ann"], people, "who stopped the job")
    account = loop.deployment(loop.create("b"))
    loop.equal(control.account, account["creator"], "the account")
