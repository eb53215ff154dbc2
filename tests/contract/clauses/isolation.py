"""Isolation: data of another account, workspace, namespace or deployment are not masked."""

from collections.abc import Iterator

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..model import has_model
from ..response_checks import canonical_json
from ..targets.control import Tenant

_CONTROL = frozenset({"control"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about data that nobody else may see."""
    yield _other_account(operation)
    if not operation.makes_places:
        yield _like_unknown(contract, operation)
    yield _other_key(operation)
    yield _user(operation)
    for name in ("workspace", "namespace") if operation.reads_only else ():
        yield _other_place(operation, name)
    if operation.pagination and has_model(operation.name):
        for name in ("namespace", "deploymentId", "workspace"):
            yield _by_id(operation, name)


def _other_account(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        tenant = checker.control.create_tenant({"jobId": "secret", "creator": "secret-creator"})
        values = {**tenant.values, "jobId": "secret"}
        mine = checker.call(operation, values, key=tenant.key)
        checker.expect_success(operation, mine)
        theirs = checker.call(operation, values)
        checker.expect_not_found(operation, theirs)
        checker.expect(b"secret-creator" not in theirs.body, "the failure reveals the job")
        checker.expect_not_found(operation, checker.call(operation, key=tenant.key))

    fact = "An account sees its own only."
    return Clause(f"{operation.name}/isolation/account", fact, check, _CONTROL, 4)


def _like_unknown(contract: Contract, operation: Operation) -> Clause:
    """Build a clause that a job which one may not see looks like one that does not exist."""

    def check(checker: Checker) -> None:
        tenant = checker.control.create_tenant({"jobId": "secret"})
        known = {**tenant.values, "jobId": "secret"}
        unknown = {**known, "workspace": "x" * len(str(tenant.values["workspace"]))}
        masked = []
        for values in (unknown, known):
            response = checker.call(operation, values)
            checker.expect_not_found(operation, response)
            request_id = str(response.json[contract.envelope["requestId"]])
            body = response.body.decode()
            masked.append(body.replace(str(values["workspace"]), "…").replace(request_id, "…"))
        checker.expect_equal(masked[0], masked[1], "the failure")

    fact = "What is another account's looks as if it were not there."
    return Clause(f"{operation.name}/isolation/account-like-unknown", fact, check, _CONTROL, 3)


def _other_key(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        theirs = checker.fixtures.key("other-account")
        checker.expect_not_found(operation, checker.call(operation, key=theirs))
        checker.call_ok(operation)

    fact = "The key of another account does not find what is ours."
    needs = frozenset({"other-account-key"})
    return Clause(f"{operation.name}/isolation/account-by-key", fact, check, needs, 2)


def _other_place(operation: Operation, name: str) -> Clause:
    """Build a clause that what is in another workspace or namespace is found there alone."""

    def check(checker: Checker) -> None:
        there = checker.fixtures.place(f"other-{name}")
        body = checker.call_ok(operation, there)
        if operation.pagination:
            ids = {item.get(name, there[name]) for item in body[operation.pagination["items"]]}
            checker.expect_equal([there[name]], sorted({*ids, there[name]}), f"{name} of the items")
            return
        own = checker.target.values
        for mixed in ({**there, name: own[name]}, {name: there[name]}):
            names = [each.name for each in operation.parameters if each.name in own]
            meant = {each: {**own, **mixed}[each] for each in names}
            if meant not in ({each: place[each] for each in names} for place in (own, there)):
                checker.expect_not_found(operation, checker.call(operation, mixed))

    fact = f"What is in another {name} is found there, and nowhere else."
    required = {f"other-{name}-place"}
    if any(parameter.name == "savepointId" for parameter in operation.parameters):
        required.add("control")  # no setting has the savepoint of a place
    return Clause(f"{operation.name}/isolation/other-{name}", fact, check, frozenset(required), 3)


def _user(operation: Operation) -> Clause:
    def user_of_account(checker: Checker) -> None:
        """A user sees what its account has, and no more."""
        policy = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
        tenant = checker.control.create_tenant({"jobId": "mine"})
        key = checker.control.create_key(tenant.account, "user", policies=[policy])
        checker.call_ok(operation, {**tenant.values, "jobId": "mine"}, key=key)
        checker.expect_not_found(operation, checker.call(operation, key=key))

    return Clause(
        f"{operation.name}/isolation/user",
        "A user sees what the account sees.",
        user_of_account,
        _CONTROL,
        3,
    )


def _by_id(operation: Operation, name: str) -> Clause:
    """Build a clause that deployments which differ in one id only have jobs of their own."""

    def check(checker: Checker) -> None:
        assert operation.pagination is not None
        items, total = operation.pagination["items"], operation.pagination["total"]
        tenant = checker.control.create_tenant({"jobId": "here"})
        other = Tenant(
            tenant.account, tenant.key, {**tenant.values, name: f"{tenant.values[name]}2"}
        )
        checker.control.put_jobs(other, {"jobId": "there"}, {"jobId": "here", "creator": "other"})
        one = checker.call_ok(operation, tenant.values, key=tenant.key)
        two = checker.call_ok(operation, other.values, key=tenant.key)
        checker.expect_equal([1, 2], [one[total], two[total]], "totals")
        checker.expect(canonical_json(one[items]).find("other") < 0, "a job of elsewhere is listed")
        checker.expect_equal(["here", "there"], sorted(job["jobId"] for job in two[items]), "jobs")

    fact = f"Each {name} has jobs of its own."
    return Clause(f"{operation.name}/isolation/{name}", fact, check, _CONTROL, 3)
