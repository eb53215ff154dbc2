"""What is added, changed or deleted beside the server is seen with the next call."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from ..targets.lab import Tenant

_LAB = frozenset({"lab"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about changes, for what is listed and for what is got alone."""
    if operation.pagination is not None:
        yield from _listed(operation)
    elif any(parameter.name == "jobId" for parameter in operation.parameters):
        yield from _got(contract, operation)


def _listed(operation: Operation) -> Iterator[Clause]:
    names = operation.pagination or {}
    items, total, key = names["items"], names["total"], names["key"]

    def seen(bench: Bench, tenant: Tenant) -> Any:
        return bench.answer(operation, tenant.values, key=tenant.key)

    def expect(bench: Bench, tenant: Tenant, *ids: str) -> None:
        body = seen(bench, tenant)
        bench.equal(list(ids), [item[key] for item in body[items]], "the items")
        bench.equal(len(ids), body[total], "the total")

    def added(bench: Bench) -> None:
        tenant = bench.lab.tenant()
        expect(bench, tenant)
        for number in range(1, 4):
            bench.lab.put(tenant, _job(f"j{number}", number))
            expect(bench, tenant, *(f"j{each}" for each in range(number, 0, -1)))

    def changed(bench: Bench) -> None:
        tenant = bench.lab.tenant(_job("a", 1), _job("b", 2))
        expect(bench, tenant, "b", "a")
        bench.lab.put(tenant, _job("a", 3, creatorName="new"))
        expect(bench, tenant, "a", "b")
        bench.equal("new", seen(bench, tenant)[items][0]["creatorName"], "the changed field")

    def deleted(bench: Bench) -> None:
        tenant = bench.lab.tenant(_job("a", 1), _job("b", 2), _job("c", 3))
        expect(bench, tenant, "c", "b", "a")
        bench.lab.delete(tenant, "b")
        expect(bench, tenant, "c", "a")
        bench.lab.delete(tenant, "a", "c")
        expect(bench, tenant)

    def elsewhere(bench: Bench) -> None:
        tenant, other = bench.lab.tenant(_job("a", 1)), bench.lab.tenant()
        before = seen(bench, tenant)
        bench.lab.put(other, _job("b", 2), _job("a", 9))
        after = seen(bench, tenant)
        bench.equal([before[items], before[total]], [after[items], after[total]], "the page")

    def made_known(bench: Bench) -> None:
        tenant = bench.lab.tenant()
        values = {**tenant.values, "deploymentId": "later"}
        bench.missed(operation, bench.call(operation, values, key=tenant.key))
        bench.lab.put(Tenant(tenant.account, tenant.key, values), _job("a", 1))
        bench.answer(operation, values, key=tenant.key)

    place = f"{operation.name}/change"
    yield Clause(f"{place}/added", "A new job is listed at once.", added, _LAB, 5)
    yield Clause(f"{place}/changed", "A changed job is listed as it is now.", changed, _LAB, 4)
    yield Clause(f"{place}/deleted", "A deleted job is gone at once.", deleted, _LAB, 4)
    fact = "What changes elsewhere changes nothing here."
    yield Clause(f"{place}/elsewhere", fact, elsewhere, _LAB, 3)
    yield Clause(f"{place}/made-known", "A new deployment is known at once.", made_known, _LAB, 3)


def _got(contract: Contract, operation: Operation) -> Iterator[Clause]:
    payload = contract.envelope["payload"]

    def check(bench: Bench) -> None:
        tenant = bench.lab.tenant()
        values = {**tenant.values, "jobId": "a"}
        bench.missed(operation, bench.call(operation, values, key=tenant.key))
        for name in ("one", "two"):
            job = {**tenant.values, **_job("a", 1, creatorName=name)}
            bench.lab.put(tenant, job)
            bench.equal(job, bench.answer(operation, values, key=tenant.key)[payload], "the job")
        bench.lab.delete(tenant, "a")
        bench.missed(operation, bench.call(operation, values, key=tenant.key))

    fact = "A job is got as it is now."
    yield Clause(f"{operation.name}/change/followed", fact, check, _LAB, 4)


def _job(job_id: str, created: int, **fields: Any) -> Mapping[str, Any]:
    return {"jobId": job_id, "createdAt": str(1_700_000_000 + created), **fields}
