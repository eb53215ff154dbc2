"""Rules of events, and of what jobs run on: each change has its event, each default is on a list."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import CONFLICT, DeployLoop
from .rules import Rules

RULES = Rules()


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about events, targets and versions."""
    yield from RULES.clauses(operation)


def _events(loop: DeployLoop, **conditions: Any) -> list[dict[str, Any]]:
    """Return the events that pass a filter, oldest first."""
    items, total = loop.page("GetEvents", pageSize=100, **conditions)
    loop.equal(len(items), total, "the total")
    return items[::-1]


def _names(events: list[dict[str, Any]]) -> list[str]:
    return [event["eventName"] for event in events]


@RULES.of("GetEvents")
def each_change_of_a_deployment(loop: DeployLoop) -> None:
    """Who changed what: creation, change, start, states, stop and deletion, newest first."""
    deployment_id = loop.create()
    creator = loop.deployment(deployment_id)["creator"]
    job_id = loop.running(deployment_id)
    loop.update(deployment_id, description="x")
    loop.stopped(job_id)
    loop.ok("DeleteJob", jobId=job_id)
    loop.ok("DeleteDeployment", deploymentId=deployment_id)
    events = _events(loop, deploymentId=deployment_id)
    loop.equal(
        [
            "DEPLOYMENT_CREATED",
            "JOB_START_REQUESTED",
            "STATE_TRANSITION_IS_COMPLETED",
            "DEPLOYMENT_UPDATED",
            "JOB_STOP_REQUESTED",
            "STATE_TRANSITION_IS_COMPLETED",
            "STATE_TRANSITION_IS_COMPLETED",
            "JOB_DELETED",
            "DEPLOYMENT_DELETED",
        ],
        _names(events),
        "the events of the deployment",
    )
    for event in events:
        loop.equal(deployment_id, event["deploymentId"], "the deployment")
        by_somebody = event["eventName"] != "STATE_TRANSITION_IS_COMPLETED"
        named = not by_somebody or creator in event["message"]
        loop.checker.expect(named, f"the message does not name {creator}: {event['message']}")
        loop.equal(loop.place, {name: event[name] for name in loop.place}, "the place")
        of_job = event["eventName"] not in (
            *("DEPLOYMENT_CREATED", "DEPLOYMENT_UPDATED", "DEPLOYMENT_DELETED"),
        )
        loop.equal(job_id if of_job else None, event.get("jobId"), f"jobId of {event['eventName']}")
        now = int(loop.checker.client.now().timestamp())
        loop.checker.expect(abs(int(event["createdAt"]) - now) < 900, "createdAt is not now")
    loop.equal(len(events), len({event["eventId"] for event in events}), "different ids")


@RULES.of("GetEvents")
def each_state_of_a_job(loop: DeployLoop) -> None:
    """A transition names the state before and after it."""
    deployment_id = loop.create()
    loop.stopped(loop.running(deployment_id))
    messages = [
        event["message"]
        for event in _events(loop, deploymentId=deployment_id)
        if event["eventName"] == "STATE_TRANSITION_IS_COMPLETED"
    ]
    states = ["STARTING", "RUNNING", "CANCELLING", "CANCELLED"]
    loop.equal(len(states) - 1, len(messages), "the number of transitions")
    for (before, after), message in zip(pairwise(states), messages, strict=True):
        is_named = before in message and after in message.partition(before)[2]
        loop.checker.expect(is_named, f"{message} does not name {before} and {after}")


@RULES.of("GetEvents")
def each_savepoint(loop: DeployLoop) -> None:
    """A savepoint is requested, complete and deleted, and each event names it."""
    deployment_id = loop.create()
    loop.running(deployment_id)
    savepoint_id = loop.taken(deployment_id)["savepointId"]
    loop.ok("DeleteSavepoint", savepointId=savepoint_id)
    found = [
        event["eventName"]
        for event in _events(loop, deploymentId=deployment_id)
        if savepoint_id in event["message"]
    ]
    loop.equal(
        ["SAVEPOINT_REQUESTED", "SAVEPOINT_COMPLETED", "SAVEPOINT_DELETED"], found, "its events"
    )


@RULES.of("GetEvents")
def of_a_name(loop: DeployLoop) -> None:
    """The name is the one that the deployment had then, and no part of it."""
    first, other = loop.create("b"), loop.create("b2")
    loop.update(first, name=loop.name("c"))
    for suffix, expected in (
        ("b", ["DEPLOYMENT_CREATED"]),
        ("c", ["DEPLOYMENT_UPDATED"]),
        ("d", []),
    ):
        found = _events(loop, deploymentName=loop.name(suffix))
        loop.equal(expected, _names(found), f"the events of the name {suffix}")
    both = _events(loop, deploymentName=loop.name("b"), deploymentId=other)
    loop.equal([], both, "the events of a name and another deployment")


@RULES.of("GetEvents")
def a_refused_call_has_no_event(loop: DeployLoop) -> None:
    """An event is written with what it is about, or not at all."""
    deployment_id = loop.create()
    loop.refused(CONFLICT, "CreateDeployment", loop.body())
    loop.refused(CONFLICT, "CreateSavepoint", {"deploymentId": deployment_id})
    loop.equal(
        ["DEPLOYMENT_CREATED"], _names(_events(loop, deploymentName=loop.name())), "the events"
    )


@RULES.of("GetEvents")
def pages_of_events(loop: DeployLoop) -> None:
    """Pages follow each other, with and without a filter."""
    deployment_id = loop.create()
    for text in "abc":
        loop.update(deployment_id, description=text)
    conditions: tuple[dict[str, Any], ...] = (
        {"deploymentId": deployment_id},
        {"deploymentName": loop.name()},
    )
    for values in conditions:
        whole = _events(loop, **values)[::-1]
        for index in (1, 2, 3):
            items, total = loop.page("GetEvents", pageIndex=index, pageSize=3, **values)
            loop.equal(whole[index * 3 - 3 : index * 3], items, f"page {index}")
            loop.equal(4, total, "the total")
    newest, _ = loop.page("GetEvents", pageSize=1)
    if loop.is_ours:
        loop.equal(whole[:1], newest, "the newest event of the namespace")


@RULES.of("GetEvents")
def changes_of_variables_without_values(loop: DeployLoop) -> None:
    """Each change is an event that names the variable, and never its value."""
    name, value = loop.variable("a"), f"value-{loop.prefix}"
    loop.ok("CreateVariable", {"name": name, "kind": "Plain", "value": value})
    loop.ok("UpdateVariable", {"value": f"{value}2"}, name=name)
    loop.ok("DeleteVariable", name=name)
    items, _ = loop.page("GetEvents", pageSize=100)
    events = [event for event in items[::-1] if name in event["message"]]
    loop.equal(
        ["VARIABLE_CREATED", "VARIABLE_UPDATED", "VARIABLE_DELETED"], _names(events), "the events"
    )
    for event in events:
        loop.checker.expect(value not in event["message"], f"the value is in {event['message']}")
        loop.equal(None, event.get("deploymentId"), "the deployment of the event")


@RULES.of("ListDeploymentTargets")
def the_default_target_is_listed(loop: DeployLoop) -> None:
    """A deployment that names none has the first; a page beyond the last one is empty."""
    deployment = loop.deployment(loop.create())
    items, total = loop.page("ListDeploymentTargets", pageSize=100)
    loop.equal(min(total, 100), len(items), "the number of targets")
    loop.equal(deployment["deploymentTarget"]["name"], items[0]["name"], "the default target")
    for item in items:
        loop.equal(loop.place["namespace"], item["namespace"], "the namespace of a target")
    first, _ = loop.page("ListDeploymentTargets", pageSize=1)
    loop.equal(items[:1], first, "the first target")
    beyond, again = loop.page("ListDeploymentTargets", pageIndex=total + 1, pageSize=1)
    loop.equal([[], total], [beyond, again], "the page beyond the last one")


@RULES.of("ListEngineVersionMetadata")
def the_default_version_is_listed(loop: DeployLoop) -> None:
    """A deployment that names none has it; each version is there once, with status and features."""
    deployment = loop.deployment(loop.create())
    index = loop.ok("ListEngineVersionMetadata", namespace=None)
    versions = [each["engineVersion"] for each in index["engineVersionMetadata"]]
    loop.equal(deployment["engineVersion"], index["defaultEngineVersion"], "the default version")
    loop.checker.expect(index["defaultEngineVersion"] in versions, f"it is not in {versions}")
    loop.equal(len(set(versions)), len(versions), "the number of different versions")
    for each in index["engineVersionMetadata"]:
        known = each["status"] in ("STABLE", "BETA", "DEPRECATED", "EXPIRED")
        loop.checker.expect(known, f"the status is {each['status']}")
        flags = [isinstance(value, bool) for value in each["features"].values()]
        loop.checker.expect(all(flags), f"the features are {each['features']}")
    [own] = [
        each
        for each in index["engineVersionMetadata"]
        if each["engineVersion"] == deployment["engineVersion"]
    ]
    if loop.is_ours:
        loop.equal("STABLE", own["status"], "the status of the default version")
        loop.equal([True, True], list(own["features"].values()), "its features")
