"""Rules of the listing of deployments: its filters, each alone and together, and its orders."""

from collections.abc import Iterator
from itertools import product

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import DeployLoop
from .rules import Rules

RULES = Rules()


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the listing of deployments."""
    yield from RULES.clauses(operation)


@RULES.of("ListDeployments")
def by_name(loop: DeployLoop) -> None:
    """A name is found by any part of it, sign by sign; case matters."""
    names = ("Orders", "orders-2", "100%", "1000", "a_b", "axb", "ä", "日本")
    for name in names:
        loop.create(name)
    for part in ("rders", "orders", "O", "100%", "a_b", "_", "%", "ä", "日", "2", "none", "", "x"):
        asked = f"{loop.prefix}-{part}" if part in ("", "none") else part
        expected = sorted(name for name in names if asked in loop.name(name))
        found = loop.names(name=asked)
        mine = sorted(name for name in found if name in names)
        loop.equal(expected, mine, f"deployments with {part!r}")


@RULES.of("ListDeployments")
def by_mode(loop: DeployLoop) -> None:
    """executionMode keeps the deployments of this mode."""
    loop.create("stream")
    loop.create("batch", executionMode="BATCH")
    loop.equal(["stream"], loop.names(executionMode="STREAMING"), "streams")
    loop.equal(["batch"], loop.names(executionMode="BATCH"), "batches")


@RULES.of("ListDeployments")
def by_labels(loop: DeployLoop) -> None:
    """labelKey keeps those with the label, labelValueArray those with one of its values."""
    loop.create("one", labels={"team": "one", "stage": "test"})
    loop.create("two", labels={"team": "two"})
    loop.create("none")
    loop.create("case", labels={"Team": "One"})

    def found(**conditions: str) -> list[str]:
        return sorted(loop.names(**conditions))

    loop.equal(["one", "two"], found(labelKey="team"), "those with the label")
    loop.equal([], found(labelKey="one"), "those with a label named as a value")
    loop.equal(["one"], found(labelKey="team", labelValueArray="one"), "those of one value")
    for values in ("one;two", "two,one", "one;other,two"):
        loop.equal(["one", "two"], found(labelKey="team", labelValueArray=values), values)
    loop.equal([], found(labelKey="team", labelValueArray="test"), "those of another label's value")
    loop.equal([], found(labelKey="team", labelValueArray="on"), "those of a part of a value")
    loop.equal(["case"], found(labelKey="Team"), "those with a label of another case")
    cases = [found(labelKey="Team", labelValueArray=value) for value in ("One", "one")]
    loop.equal([["case"], []], cases, "those of a value with a capital, and without")
    changed = loop.page("ListDeployments", name=loop.name("one"))[0][0]["deploymentId"]
    loop.update(changed, labels={"team": "three"})
    loop.equal([], found(labelKey="stage"), "those with a label that was dropped")
    loop.equal(["one"], found(labelKey="team", labelValueArray="three"), "those of a new value")


@RULES.of("ListDeployments")
def by_any_value_of_a_label(loop: DeployLoop) -> None:
    """The value of a label may be any JSON; it is found by its JSON text."""
    loop.create("number", labels={"x": 1})
    loop.create("true", labels={"x": True})
    loop.create("text", labels={"x": "1"})
    loop.equal(
        ["number", "text"], sorted(loop.names(labelKey="x", labelValueArray="1")), "those of 1"
    )
    loop.equal(["true"], loop.names(labelKey="x", labelValueArray="true"), "those of true")


@RULES.of("ListDeployments")
def by_people(loop: DeployLoop) -> None:
    """creator and modifier keep those of this account or user."""
    created = loop.deployment(loop.create())
    for name in ("creator", "modifier"):
        loop.equal(["a"], loop.names(**{name: created[name]}), f"those of the {name}")
        loop.equal([], loop.names(**{name: f"{created[name]}x"}), f"those of another {name}")
        loop.equal([], loop.names(**{name: created[name][:-1]}), f"those of a part of a {name}")


@RULES.of("ListDeployments", "control")
def by_different_people(loop: DeployLoop) -> None:
    """creator is who created it, modifier who changed it last."""
    text = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
    key = loop.checker.control.create_key(None, "cleo", policies=[text])
    created = loop.deployment(loop.create())
    loop.ok("UpdateDeployment", {}, deploymentId=created["deploymentId"], key=key)
    loop.equal([[], ["a"]], [loop.names(creator="cleo"), loop.names(modifier="cleo")], "cleo's")
    account = created["creator"]
    loop.equal([["a"], []], [loop.names(creator=account), loop.names(modifier=account)], "ours")


@RULES.of("ListDeployments")
def by_state(loop: DeployLoop) -> None:
    """status is the state of the latest job; a deployment that never ran has none."""
    loop.create("never")
    ids = {suffix: loop.create(suffix) for suffix in ("runs", "cancelled", "finished", "again")}
    loop.running(ids["runs"])
    loop.stopped(loop.running(ids["cancelled"]))
    loop.stopped(loop.running(ids["finished"]), "STOP_WITH_SAVEPOINT")
    loop.stopped(loop.running(ids["again"]))
    loop.pass_time(2)
    last = loop.running(ids["again"])
    expected = {"RUNNING": ["again", "runs"], "CANCELLED": ["cancelled"], "FINISHED": ["finished"]}
    for status in ("STARTING", "RUNNING", "CANCELLING", "FAILED", "CANCELLED", "FINISHED"):
        found = sorted(loop.names(status=status))
        loop.equal(expected.get(status, []), found, f"those that are {status}")
    loop.stopped(last)
    loop.ok("DeleteJob", jobId=last)
    loop.equal(["runs"], loop.names(status="RUNNING"), "those that are RUNNING")
    loop.equal(["again", "cancelled"], sorted(loop.names(status="CANCELLED")), "those CANCELLED")


@RULES.of("ListDeployments")
def filters_hold_together(loop: DeployLoop) -> None:
    """A deployment is listed when all given filters hold for it; the total counts these."""
    kinds = list(product(("STREAMING", "BATCH"), ("one", "two"), ("x", "y")))
    for mode, label, part in kinds:
        loop.create(f"{mode}-{label}-{part}", executionMode=mode, labels={"team": label})
    for asked in product(("STREAMING", None), ("one", None), ("-x", None)):
        conditions = {
            "executionMode": asked[0],
            "labelKey": "team" if asked[1] else None,
            "labelValueArray": asked[1],
            "name": asked[2] or f"{loop.prefix}-",
        }
        expected = sorted(
            "-".join(kind)
            for kind in kinds
            if asked[0] in (None, kind[0])
            and asked[1] in (None, kind[1])
            and (not asked[2] or kind[2] == "x")
        )
        found = [name for name in loop.names(**conditions) if name in map("-".join, kinds)]
        loop.equal(expected, sorted(found), f"those with {asked}")
    items, total = loop.page("ListDeployments", name=loop.prefix, pageSize=3, pageIndex=3)
    loop.equal((2, 8), (len(items), total), "the last page, and the total")


@RULES.of("ListDeployments", "clock")
def newest_first(loop: DeployLoop) -> None:
    """The newest deployment comes first, by its creation, or by its last change."""
    ids = {}
    for suffix in "abc":
        ids[suffix] = loop.create(suffix)
        loop.pass_time(2)
    loop.equal(["c", "b", "a"], loop.names(), "without an order")
    loop.equal(["c", "b", "a"], loop.names(sortName="gmt_create"), "by gmt_create")
    loop.update(ids["a"], description="x")
    loop.equal(["c", "b", "a"], loop.names(sortName="gmt_create"), "by gmt_create after a change")
    loop.equal(["a", "c", "b"], loop.names(sortName="gmt_modified"), "by gmt_modified")
    items, total = loop.page("ListDeployments", pageSize=1, pageIndex=2, sortName="gmt_modified")
    loop.equal(([loop.name("c")], 3), ([each["name"] for each in items], total), "the second page")


@RULES.of("ListDeployments", "clock")
def ties_by_descending_id(loop: DeployLoop) -> None:
    """Deployments of one second are in the order of their ids, the greatest first."""
    ids = [loop.create(str(number)) for number in range(6)]
    for order in ("gmt_create", "gmt_modified"):
        items, _ = loop.page("ListDeployments", sortName=order)
        found = [item["deploymentId"] for item in items]
        loop.equal(sorted(ids, reverse=True), found, f"the ids by {order}")


@RULES.of("ListDeployments", "control")
def the_total_follows(loop: DeployLoop) -> None:
    """The total counts what is created and deleted."""
    loop.equal(([], 0), loop.page("ListDeployments"), "a namespace without deployments")
    first, second = loop.create("a"), loop.create("b")
    loop.equal(2, loop.page("ListDeployments")[1], "the total")
    loop.update(first, name=loop.name("c"))
    loop.equal(2, loop.page("ListDeployments")[1], "the total after a change")
    loop.ok("DeleteDeployment", deploymentId=second)
    loop.equal(1, loop.page("ListDeployments")[1], "the total after a deletion")
    loop.equal(["c"], loop.names(), "the names")
