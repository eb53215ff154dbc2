"""Ids are compared exactly: an id that is almost right does not exist."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, unquote

from ..clause import Checker, Clause
from ..contract import Contract, Operation, Parameter
from ..targets.control import Tenant
from ..targets.seed_jobs import IDS

_CHANGES: dict[str, Callable[[str], str]] = {
    "other-case": str.swapcase,
    "upper": str.upper,
    "shorter": lambda known: known[:-1],
    "first-letter-alone": lambda known: known[:1],
    "without-first-letter": lambda known: known[1:],
    "longer": lambda known: f"{known}0",
    "longer-by-nul": lambda known: f"{known}\0",
    "wildcard": lambda _: "%",
    "star": lambda _: "*",
    "prefix-and-wildcard": lambda known: f"{known[:4]}%",
    "one-letter-wildcard": lambda known: f"{known[:-1]}_",
    "blank-after": lambda known: f"{known} ",
    "blank-before": lambda known: f" {known}",
    "full-width": lambda known: chr(ord(known[0]) + 0xFEE0) + known[1:],
    "escaped": lambda known: f"%{ord(known[0]):02X}{known[1:]}",
    "listed": lambda known: f"{known},{known}",
    "without-dashes": lambda known: known.replace("-", ""),
    "underscores-for-dashes": lambda known: known.replace("-", "_"),
    "in-braces": lambda known: f"{{{known}}}",
    "in-quotes": lambda known: f'"{known}"',
    "as-urn": lambda known: f"urn:uuid:{known}",
    "longer-than-255": lambda known: known + "x" * 256,
    "twice": lambda known: known * 2,
}
_ENDINGS = {"semicolon": ";v=1", "equals-sign": "=v", "extension": ".json", "blank": "%20"}
"""What is sent after an id as it stands here, where an id is a part of a URL."""
_OF_RULES = frozenset({"deploymentName", "labelKey", "labelValue", "name"})
"""Names of what only the rules create; they compare these themselves."""
_KNOWN = "ä x"
_OTHER_FORMS = {
    "decomposed": "a\u0308 x",
    "upper": "Ä X",
    "without-accent": "a x",
    "invisible": "ä\u200b x",
    "no-break": "ä\u00a0x",
    "plus": "ä+x",
}


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about ids that are almost right."""
    for parameter in operation.parameters:
        if operation.makes_places:
            return  # what it would make elsewhere, nobody could tell from what was there
        if parameter.name in _OF_RULES:
            continue
        if parameter.is_free_text and parameter.required:
            for name, change in _CHANGES.items():
                if parameter.location != "header" or not name.startswith(("blank", "longer-by")):
                    yield _exact(operation, parameter, name, change)
            if parameter.location in ("path", "query"):
                for name, ending in _ENDINGS.items():
                    yield _followed(operation, parameter, name, ending)
            if parameter.name in IDS:
                yield _of_any_script(operation, parameter)
            yield _unknown(operation, parameter)
            if operation.reads_only:
                yield _of_another_noun(operation, parameter)


def _exact(
    operation: Operation, parameter: Parameter, name: str, change: Callable[[str], str]
) -> Clause:
    def check(checker: Checker) -> None:
        known = str(checker.target.values_for(operation)[parameter.name])
        other = change(known)
        if other in (known, ""):
            return
        request = checker.client.unsigned_request(operation, {parameter.name: other})
        checker.expect_verdict(operation, request)

    fact = f"{parameter.name} is compared exactly ({name.replace('-', ' ')})."
    return Clause(f"{operation.name}/{parameter.name}/exactly/{name}", fact, check)


def _followed(operation: Operation, parameter: Parameter, name: str, ending: str) -> Clause:
    def check(checker: Checker) -> None:
        known = quote(str(checker.target.values_for(operation)[parameter.name]), safe="")
        request = checker.client.unsigned_request(
            operation, {parameter.name: f"{known}{ending}".encode()}
        )
        response = checker.client.send(operation, checker.client.sign(operation, request))
        values = {parameter.name: unquote(f"{known}{ending}")}
        checker.expect_nothing_known(operation, response, values)

    fact = f"{parameter.name} goes on to its end ({name.replace('-', ' ')})."
    return Clause(f"{operation.name}/{parameter.name}/followed-by/{name}", fact, check)


def _of_any_script(operation: Operation, parameter: Parameter) -> Clause:
    """An id of signs beyond ASCII is found by these signs, and by none that only look like them."""
    name = parameter.name

    def check(checker: Checker) -> None:
        tenant = checker.control.create_tenant()
        base = str(tenant.values.get(name, "job"))
        values = {**tenant.values, "jobId": "job", name: f"{base} {_KNOWN}"}
        checker.control.put_jobs(
            Tenant(tenant.account, tenant.key, values),
            {"jobId": values["jobId"], "status": {"currentJobStatus": "RUNNING"}},
        )
        checker.call_ok(operation, values, key=tenant.key)
        for form in _OTHER_FORMS.values():
            other = {**values, name: f"{base} {form}"}
            response = checker.call(operation, other, key=tenant.key)
            if operation.must_find(name):
                checker.expect_not_found(operation, response)
        if parameter.location == "query":  # where a plus is a blank
            spelt = quote(str(values[name]), safe=" ").replace(" ", "+").encode()
            checker.call_ok(operation, {**values, name: spelt}, key=tenant.key)

    fact = f"{name} may be of any script, and is compared sign by sign."
    needs = frozenset({"control"})
    return Clause(f"{operation.name}/{name}/any-script", fact, check, needs, len(_OTHER_FORMS))


def _of_another_noun(operation: Operation, parameter: Parameter) -> Clause:
    """Build a clause that an id is no name, and no id of anything else that the same item has."""

    def check(checker: Checker) -> None:
        known = checker.target.values_for(operation)
        for other in sorted(_identifiers(checker, operation) - {str(known[parameter.name])}):
            values = {parameter.name: other}
            checker.expect_nothing_known(operation, checker.call(operation, values), values)

    fact = f"{parameter.name} is an id of its own kind: no name, and no id of another noun."
    return Clause(f"{operation.name}/{parameter.name}/of-another-noun", fact, check, cost=8)


def _identifiers(checker: Checker, operation: Operation) -> set[str]:
    """Return the ids and names that the first item of a response shows, beside those of the target."""
    payload = checker.call_ok(operation).get(checker.contract.envelope["payload"])
    item: Any = next(iter(payload), None) if isinstance(payload, list) else payload
    shown = {
        value
        for name, value in (item.items() if isinstance(item, dict) else ())
        if name.endswith(("Id", "Name")) and isinstance(value, str) and value.isascii()
    }
    found = {*shown, *map(str, checker.target.values_for(operation).values())}
    return {text for text in found if text.strip() and text.isprintable()}


def _unknown(operation: Operation, parameter: Parameter) -> Clause:
    def check(checker: Checker) -> None:
        for page in (None, 1, 2):
            values: dict[str, Any] = {parameter.name: "there-is-none"}
            if operation.pagination:
                values |= {operation.pagination["page"]: page}
            known = checker.target.values_for(operation)
            response = checker.call(operation, values)
            checker.expect_nothing_known(operation, response, {**known, **values})

    fact = f"An unknown {parameter.name} is a failure, not an empty answer."
    return Clause(f"{operation.name}/{parameter.name}/unknown", fact, check, cost=3)
