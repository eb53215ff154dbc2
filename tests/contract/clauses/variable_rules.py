"""Rules of variables: what one needs, how it changes, and how a start uses it."""

from collections.abc import Iterator
from typing import Any

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import CONFLICT, INVALID, DeployLoop
from .rules import Rules

RULES = Rules()
_SECRET = "flinkjobs-contract-secret"


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about variables."""
    yield from RULES.clauses(operation)


def _create(loop: DeployLoop, name: str, value: str = "v", **properties: Any) -> Any:
    body = {"name": name, "kind": "Plain", "value": value, **properties}
    return loop.ok("CreateVariable", body)


def _own(loop: DeployLoop) -> list[dict[str, Any]]:
    """Return the variables of the loop's own, in the order of the listing."""
    items, total = loop.page("ListVariables", pageSize=100)
    loop.equal(len(items), total, "the total")
    return [item for item in items if item["name"].startswith(loop.variable(""))]


@RULES.of("CreateVariable")
def a_variable_comes_back(loop: DeployLoop) -> None:
    """A variable is returned and listed as it was sent, by name."""
    first = {"name": loop.variable("b"), "kind": "Plain", "value": "1", "description": "ä"}
    second = {"name": loop.variable("a"), "kind": "Clear", "value": ""}
    for body in (first, second):
        loop.equal(body, loop.ok("CreateVariable", body), "the created variable")
    loop.equal([second, first], _own(loop), "the variables of the namespace")


@RULES.of("CreateVariable")
def what_a_variable_needs(loop: DeployLoop) -> None:
    """Without name, kind or value, or with an unknown kind, it is refused; and a name exists once."""
    body = {"name": loop.variable("a"), "kind": "Plain", "value": "1"}
    for name in body:
        lacking = {each: body[each] for each in body if each != name}
        loop.refused(INVALID, "CreateVariable", lacking, f"$.{name}")
    loop.refused(INVALID, "CreateVariable", {**body, "kind": "plain"}, "$.kind", "Encrypted")
    loop.equal([], _own(loop), "the variables after refusals")
    loop.ok("CreateVariable", body)
    loop.refused(CONFLICT, "CreateVariable", {**body, "value": "2"}, loop.variable("a"))
    loop.equal([body], _own(loop), "the variables after a second creation")


@RULES.of("UpdateVariable")
def a_change_is_partial(loop: DeployLoop) -> None:
    """Absent properties stay, the name always; of a variable that is not there nothing changes."""
    name, other = loop.variable("a"), loop.variable("b")
    created = _create(loop, name, description="x")
    kept = _create(loop, other)
    for change in ({"value": "2"}, {"description": "y"}, {"kind": "Clear"}, {"value": ""}):
        created = {**created, **change}
        renaming = {**change, "name": other}  # the name is in the path, where it alone counts
        loop.equal(created, loop.ok("UpdateVariable", renaming, name=name), "the changed variable")
    loop.missing("UpdateVariable", {"value": "3"}, name=loop.variable("c"))
    loop.equal([created, kept], _own(loop), "the variables")


@RULES.of("DeleteVariable")
def a_deleted_variable_is_gone(loop: DeployLoop) -> None:
    """And no other one; a second deletion finds nothing."""
    _create(loop, loop.variable("a"))
    kept = _create(loop, loop.variable("b"))
    loop.ok("DeleteVariable", name=loop.variable("a"))
    loop.missing("DeleteVariable", name=loop.variable("a"))
    loop.equal([kept], _own(loop), "the variables")
    _create(loop, loop.variable("a"))


@RULES.of("ListVariables")
def pages_in_the_order_of_names(loop: DeployLoop) -> None:
    """Pages follow each other without gaps; a page beyond the last one is empty."""
    names = [loop.variable(suffix) for suffix in ("c", "a", "b")]
    for name in names:
        _create(loop, name)
    _, total = loop.page("ListVariables")
    pages = [
        loop.page("ListVariables", pageIndex=index, pageSize=2)
        for index in range(1, total // 2 + 3)
    ]
    listed = [item["name"] for items, _ in pages for item in items]
    loop.equal(sorted(listed), listed, "the order of names")
    loop.equal([total] * len(pages), [each for _, each in pages], "the totals of the pages")
    loop.equal(total, len(set(listed)), "the number of listed variables")
    loop.checker.expect(set(names) <= set(listed), f"{names} are not all in {listed}")


@RULES.of("CreateVariable")
def an_encrypted_value_never_comes_back(loop: DeployLoop) -> None:
    """Neither from its creation nor later; it becomes plain with a new value only."""
    name = loop.variable("a")
    body = {"name": name, "kind": "Encrypted", "value": _SECRET, "description": "x"}
    response = loop.send("CreateVariable", body)
    if response.json.get("errorCode") == CONFLICT and not loop.is_ours:
        return  # a service without a key for it
    shown = {each: body[each] for each in body if each != "value"}
    loop.equal(shown, response.json["data"], "the created variable")
    loop.equal([shown], _own(loop), "the listed variables")
    changed = loop.ok("UpdateVariable", {"description": "y"}, name=name)
    loop.equal({**shown, "description": "y"}, changed, "the changed variable")
    again = loop.ok("UpdateVariable", {"value": f"{_SECRET}2"}, name=name)
    loop.equal(changed, again, "the variable with another value")
    loop.refused(INVALID, "UpdateVariable", {"kind": "Plain"}, "$.value", name=name)
    loop.equal([changed], _own(loop), "the listed variables")
    plain = loop.ok("UpdateVariable", {"kind": "Plain", "value": "new"}, name=name)
    loop.equal({**changed, "kind": "Plain", "value": "new"}, plain, "the plain variable")
    sealed = loop.ok("UpdateVariable", {"kind": "Encrypted"}, name=name)
    loop.equal(changed, sealed, "the variable that is encrypted again")


@RULES.of("StartJobWithParams")
def a_start_needs_the_variables_of_its_script(loop: DeployLoop) -> None:
    """One that is unknown is named with its line and column; local ones come first, comments have none."""
    name = loop.variable("table")
    text = f"-- ${{none}}\nINSERT INTO ${{{name}}} SELECT 1;"
    artifact = {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": text}}
    deployment_id = loop.create(artifact=artifact)
    body: dict[str, Any] = {"deploymentId": deployment_id}
    loop.refused(CONFLICT, "StartJobWithParams", body, name, "line 2", "column 13")
    loop.refused(CONFLICT, "StartJob", body, name, "line 2", "column 13")
    local = {"localVariables": [{"name": name, "value": "x"}]}
    loop.stopped(loop.start(deployment_id, **local)["jobId"])
    loop.refused(CONFLICT, "StartJobWithParams", body, name)
    _create(loop, name, "x")
    loop.stopped(loop.start(deployment_id)["jobId"])
    loop.ok("DeleteVariable", name=name)
    loop.refused(CONFLICT, "StartJobWithParams", body, name)
    loop.update(deployment_id, **local)
    loop.stopped(loop.start(deployment_id)["jobId"])


@RULES.of("StartJobWithParams")
def a_start_needs_the_variables_of_its_settings(loop: DeployLoop) -> None:
    """Those of the form ${secret_values.name}, in a setting that is named; local ones do not count."""
    name = loop.variable("host")
    settings = {"plain": "${other}", "secret": f"x${{secret_values.{name}}}", "number": 1}
    deployment_id = loop.create(flinkConf=settings)
    local = [{"name": name, "value": "x"}]
    body = {"deploymentId": deployment_id, "localVariables": local}
    loop.refused(CONFLICT, "StartJobWithParams", body, name, "secret")
    _create(loop, name, "x")
    job = loop.start(deployment_id)
    loop.equal(settings, job["flinkConf"], "the settings of the job")
