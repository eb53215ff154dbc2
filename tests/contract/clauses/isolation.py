"""What belongs to another account, workspace, namespace or deployment stays there."""

from collections.abc import Iterator

from ..answers import canonical
from ..clause import Bench, Clause
from ..contract import Contract, Operation
from ..targets.lab import Tenant

_LAB = frozenset({"lab"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about what nobody else may see."""
    place = f"{operation.name}/isolation"

    def other_account(bench: Bench) -> None:
        tenant = bench.lab.tenant({"jobId": "secret", "creator": "secret-creator"})
        values = {**tenant.values, "jobId": "secret"}
        mine = bench.call(operation, values, key=tenant.key)
        bench.answered(operation, mine)
        theirs = bench.call(operation, values)
        bench.missed(operation, theirs)
        bench.true(b"secret-creator" not in theirs.body, "the failure tells of the job")
        bench.missed(operation, bench.call(operation, key=tenant.key))

    def like_unknown(bench: Bench) -> None:
        """What one may not see looks as what does not exist."""
        tenant = bench.lab.tenant({"jobId": "secret"})
        known = {**tenant.values, "jobId": "secret"}
        unknown = {**known, "workspace": "x" * len(str(tenant.values["workspace"]))}
        seen = [bench.call(operation, values) for values in (known, unknown)]
        for reply in seen:
            bench.missed(operation, reply)
        shown = [
            reply.body.decode()
            .replace(str(values["workspace"]), "…")
            .replace(str(reply.json[contract.envelope["requestId"]]), "…")
            for reply, values in zip(seen, (known, unknown), strict=True)
        ]
        bench.equal(shown[1], shown[0], "the failure")

    def user_of_account(bench: Bench) -> None:
        """A user sees what its account has, and no more."""
        policy = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
        tenant = bench.lab.tenant({"jobId": "mine"})
        key = bench.lab.key(tenant.account, "user", policies=[policy])
        bench.answer(operation, {**tenant.values, "jobId": "mine"}, key=key)
        bench.missed(operation, bench.call(operation, key=key))

    yield Clause(f"{place}/account", "An account sees its own only.", other_account, _LAB, 4)
    fact = "What is another account's looks as if it were not there."
    yield Clause(f"{place}/account-like-unknown", fact, like_unknown, _LAB, 3)
    yield Clause(f"{place}/user", "A user sees what the account sees.", user_of_account, _LAB, 3)
    if operation.pagination:
        yield _places(operation, "namespace")
        yield _places(operation, "deploymentId")
        yield _places(operation, "workspace")


def _places(operation: Operation, name: str) -> Clause:
    """Two places that differ in one id only have each its own jobs."""

    def check(bench: Bench) -> None:
        assert operation.pagination is not None
        items, total = operation.pagination["items"], operation.pagination["total"]
        tenant = bench.lab.tenant({"jobId": "here"})
        other = Tenant(
            tenant.account, tenant.key, {**tenant.values, name: f"{tenant.values[name]}2"}
        )
        bench.lab.put(other, {"jobId": "there"}, {"jobId": "here", "creator": "other"})
        one = bench.answer(operation, tenant.values, key=tenant.key)
        two = bench.answer(operation, other.values, key=tenant.key)
        bench.equal([1, 2], [one[total], two[total]], "totals")
        bench.true(canonical(one[items]).find("other") < 0, "a job of elsewhere is listed")
        bench.equal(["here", "there"], sorted(job["jobId"] for job in two[items]), "jobs")

    fact = f"Each {name} has jobs of its own."
    return Clause(f"{operation.name}/isolation/{name}", fact, check, _LAB, 3)
