"""Changes of the data from outside: the next call shows them."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..model import has_model
from ..targets.control import Tenant

_CONTROL = frozenset({"control"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about changes, in listings and of single items."""
    if not has_model(operation.name):
        return
    if operation.pagination is not None:
        yield from _listed(operation)
        yield from _listed_elsewhere(operation)
    else:
        yield from _single(contract, operation)


def _listed(operation: Operation) -> Iterator[Clause]:
    names = operation.pagination or {}
    items, total, key = names["items"], names["total"], names["key"]

    def seen(checker: Checker, tenant: Tenant) -> Any:
        return checker.call_ok(operation, tenant.values, key=tenant.key)

    def expect(checker: Checker, tenant: Tenant, *ids: str) -> None:
        body = seen(checker, tenant)
        checker.expect_equal(list(ids), [item[key] for item in body[items]], "the items")
        checker.expect_equal(len(ids), body[total], "the total")

    def added(checker: Checker) -> None:
        tenant = checker.control.create_tenant()
        expect(checker, tenant)
        for number in range(1, 4):
            checker.control.put_jobs(tenant, _job(f"j{number}", number))
            expect(checker, tenant, *(f"j{index}" for index in range(number, 0, -1)))

    def changed(checker: Checker) -> None:
        tenant = checker.control.create_tenant(_job("a", 1), _job("b", 2))
        expect(checker, tenant, "b", "a")
        checker.control.put_jobs(tenant, _job("a", 3, creatorName="new"))
        expect(checker, tenant, "a", "b")
        checker.expect_equal(
            "new", seen(checker, tenant)[items][0]["creatorName"], "the changed field"
        )

    def deleted(checker: Checker) -> None:
        tenant = checker.control.create_tenant(_job("a", 1), _job("b", 2), _job("c", 3))
        expect(checker, tenant, "c", "b", "a")
        checker.control.delete_jobs(tenant, "b")
        expect(checker, tenant, "c", "a")
        checker.control.delete_jobs(tenant, "a", "c")
        expect(checker, tenant)

    prefix = f"{operation.name}/change"
    yield Clause(f"{prefix}/added", "A new job is listed at once.", added, _CONTROL, 5)
    yield Clause(f"{prefix}/changed", "A changed job is listed as it is now.", changed, _CONTROL, 4)
    yield Clause(f"{prefix}/deleted", "A deleted job is gone at once.", deleted, _CONTROL, 4)


def _listed_elsewhere(operation: Operation) -> Iterator[Clause]:
    names = operation.pagination or {}
    items, total = names["items"], names["total"]

    def seen(checker: Checker, tenant: Tenant) -> Any:
        return checker.call_ok(operation, tenant.values, key=tenant.key)

    def elsewhere(checker: Checker) -> None:
        tenant, other = checker.control.create_tenant(_job("a", 1)), checker.control.create_tenant()
        before = seen(checker, tenant)
        checker.control.put_jobs(other, _job("b", 2), _job("a", 9))
        after = seen(checker, tenant)
        checker.expect_equal(
            [before[items], before[total]], [after[items], after[total]], "the page"
        )

    def made_known(checker: Checker) -> None:
        tenant = checker.control.create_tenant()
        values = {**tenant.values, "deploymentId": "later"}
        checker.expect_not_found(operation, checker.call(operation, values, key=tenant.key))
        checker.control.put_jobs(Tenant(tenant.account, tenant.key, values), _job("a", 1))
        checker.call_ok(operation, values, key=tenant.key)

    prefix = f"{operation.name}/change"
    fact = "What changes elsewhere changes nothing here."
    yield Clause(f"{prefix}/elsewhere", fact, elsewhere, _CONTROL, 3)
    yield Clause(
        f"{prefix}/made-known", "A new deployment is known at once.", made_known, _CONTROL, 3
    )


def _single(contract: Contract, operation: Operation) -> Iterator[Clause]:
    payload = contract.envelope["payload"]

    def check(checker: Checker) -> None:
        tenant = checker.control.create_tenant()
        values = {**tenant.values, "jobId": "a"}
        checker.expect_not_found(operation, checker.call(operation, values, key=tenant.key))
        for name in ("one", "two"):
            job = {**tenant.values, **_job("a", 1, creatorName=name)}
            checker.control.put_jobs(tenant, job)
            checker.expect_equal(
                job, checker.call_ok(operation, values, key=tenant.key)[payload], "the job"
            )
        checker.control.delete_jobs(tenant, "a")
        checker.expect_not_found(operation, checker.call(operation, values, key=tenant.key))

    fact = "A job is got as it is now."
    yield Clause(f"{operation.name}/change/followed", fact, check, _CONTROL, 4)


def _job(job_id: str, created: int, **fields: Any) -> Mapping[str, Any]:
    return {"jobId": job_id, "createdAt": str(1_700_000_000 + created), **fields}
