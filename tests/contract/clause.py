"""A clause, one sentence of the contract that a target keeps or violates, and its checker."""

import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from .contract import IDS, Contract, Operation
from .oracle import judge
from .response_checks import canonical_json, response_faults
from .senders import RawResponse
from .signing import Key, RawRequest
from .target_client import TargetClient
from .targets import Target
from .targets.control import TargetControl
from .targets.fixtures import Fixtures

__all__ = ["Check", "Checker", "Clause", "ContractViolation"]

Values: TypeAlias = Mapping[str, Any]

_MAX_SHOWN = 300
_USUAL_ID = re.compile(r"""[^\s%*?'"`\\<>{}()\[\];,&=+|]{1,63}""")


class ContractViolation(AssertionError):
    """A target violates a clause; the message has the expected and the actual value.

    Where an error was expected, `codes` are those, and `status` and `code` the actual ones.
    """

    def __init__(
        self,
        message: str,
        *,
        codes: tuple[str, ...] = (),
        status: int | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.codes = codes
        self.status = status
        self.code = code


class Checker:
    """A target under test, with the calls and assertions that clauses are made of."""

    def __init__(self, contract: Contract, target: Target, client: TargetClient, seed: int) -> None:
        self.contract = contract
        self.target = target
        self.client = client
        self.seed = seed

    @property
    def fixtures(self) -> Fixtures:
        """Further keys and places, and the jobs; a clause names in `needs` those that it uses."""
        return self.target.fixtures

    @cached_property
    def control(self) -> TargetControl:
        """The data, keys and clock of the target; only for clauses that need `control`."""
        assert self.target.control is not None
        return self.target.control

    def wait(self, seconds: float) -> None:
        """Let time pass; only for clauses that need `waits`."""
        time.sleep(seconds)

    def random_for(self, clause: str) -> random.Random:
        """Return the random numbers of a clause: the same for the same seed."""
        return random.Random(f"{self.seed} {clause}")

    def signed_request(
        self, operation: Operation, values: Values | None = None, *, key: Key | None = None
    ) -> RawRequest:
        """Build a signed request with these values beside the target's own."""
        request = self.client.unsigned_request(operation, values or {})
        return self.client.sign(operation, request, key=key)

    def call(
        self, operation: Operation, values: Values | None = None, *, key: Key | None = None
    ) -> RawResponse:
        """Send such a request."""
        return self.client.send(operation, self.signed_request(operation, values, key=key))

    def call_ok(
        self, operation: Operation, values: Values | None = None, *, key: Key | None = None
    ) -> Any:
        """Send such a request, expect success, and return the body."""
        return self.expect_success(operation, self.call(operation, values, key=key))

    def expect_success(self, operation: Operation, response: RawResponse) -> Any:
        """Expect success, and return the body.

        An operation that writes may also fail with a code for the state that it finds: the same
        call was perhaps made before. So may one about a running job.
        """
        self._expect_form(operation, response)
        self.expect_equal(200, response.status, "status")
        body = response.json
        code = body[self.contract.envelope["code"]]
        if not operation.depends_on_state or code not in self.contract.state_failures:
            self.expect_equal(True, body[self.contract.envelope["success"]], "success")
        return body

    def expect_not_found(self, operation: Operation, response: RawResponse) -> None:
        """Expect the failure that stands for a resource that does not exist."""
        self.expect_failure(operation, response, self.contract.not_found)

    def expect_failure(self, operation: Operation, response: RawResponse, expected: str) -> None:
        """Expect a failure inside an envelope, with this code."""
        self._expect_form(operation, response)
        self.expect_equal(200, response.status, "status")
        code = response.json[self.contract.envelope["code"]]
        self.expect_equal(expected, code, "code")

    def expect_error(
        self, operation: Operation, response: RawResponse, *codes: str, status: int | None = None
    ) -> Any:
        """Expect an error response with one of these codes, and return its body."""
        body = response.json
        code = body.get(self.contract.error_fields["code"]) if isinstance(body, dict) else None
        if code not in codes:
            expected = " or ".join(sorted(codes))
            raise ContractViolation(
                f"expected {expected}, got {response.status} {code}",
                codes=codes,
                status=response.status,
                code=code if isinstance(code, str) else None,
            )
        expected_status = status or self.contract.status(code)
        self.expect_equal(expected_status, response.status, f"status of {code}")
        self._expect_form(operation, response)
        return body

    def expect_verdict(self, operation: Operation, request: RawRequest) -> None:
        """Send a request, signed, and expect what the specification has for it."""
        verdict = judge(self.contract, operation, request)
        response = self.client.send(operation, self.client.sign(operation, request))
        if verdict.codes and not (verdict.may_succeed and response.status == 200):
            self.expect_error(operation, response, *verdict.codes, status=verdict.status)
        elif self._foreign_ids(operation, verdict.values):
            self.expect_nothing_known(operation, response, verdict.values)
        else:
            self.expect_success(operation, response)

    def expect_nothing_known(
        self, operation: Operation, response: RawResponse, values: Values
    ) -> None:
        """Expect that ids find nothing; or, where others have the data, what states them as its own.

        `values` are those of the request. Only an id of usual form could be of somebody.
        """
        names = self._foreign_ids(operation, values)
        if not names:
            self.expect_success(operation, response)
            return
        if not any(map(operation.must_find, names)):
            self._expect_none(operation, response, {name: values[name] for name in names})
            return
        may_exist = all(_is_usual(str(values[name])) for name in names)
        body = response.json
        if self.target.control is not None or not may_exist or _code(self.contract, body):
            self.expect_not_found(operation, response)
            return
        payload = self.expect_success(operation, response)[self.contract.envelope["payload"]]
        items = payload if isinstance(payload, list) else [payload]
        for item in items if isinstance(payload, list | dict) else []:  # a text states no ids
            requested = {name: values[name] for name in names}
            stated = {name: item.get(name) for name in names}
            self.expect_equal(requested, stated, "ids that were requested, and those found")

    def _foreign_ids(self, operation: Operation, values: Values) -> list[str]:
        """Return the names of the ids that are not those of the target."""
        known = self.target.values_for(operation)
        return [
            name
            for name in IDS
            if name in known and (values.get(name) or known[name]) != known[name]
        ]

    def _expect_none(self, operation: Operation, response: RawResponse, ids: Values) -> None:
        """Expect what is left when nothing passes a filter: an empty page where the data are ours.

        What every namespace has states the one that was asked for.
        """
        payload = self.expect_success(operation, response).get(self.contract.envelope["payload"])
        if operation.pagination and self.target.control is not None:
            others = [item for item in payload or () if {**item, **ids} != item]
            self.expect_equal([], others, "items")

    def expect_equal(self, expected: Any, actual: Any, label: str) -> None:
        """Expect a value, of the same type."""
        if expected != actual or canonical_json(expected) != canonical_json(actual):
            raise ContractViolation(
                f"{label}: expected {_abbreviated(expected)}, got {_abbreviated(actual)}"
            )

    def expect(self, condition: bool, message: str) -> None:
        """Expect a condition."""
        if not condition:
            raise ContractViolation(message)

    def _expect_form(self, operation: Operation, response: RawResponse) -> None:
        faults = response_faults(self.contract, operation, response)
        if faults:
            raise ContractViolation(f"{response.status}: " + "; ".join(faults[:3]))


Check = Callable[[Checker], None]


@dataclass(frozen=True)
class Clause:
    """A clause by its name, such as `ListJobs/pageSize/above-maximum`, and the fact that it states.

    `needs` are what a target must offer for it (see `Target.offers`); `cost` is its approximate
    number of calls.
    """

    id: str
    fact: str
    check: Check
    needs: frozenset[str] = frozenset()
    cost: int = 1


def _is_usual(text: str) -> bool:
    return text.isprintable() and _USUAL_ID.fullmatch(text) is not None


def _code(contract: Contract, body: Any) -> Any:
    """Return the code of a failure inside an envelope; nothing for a success."""
    code = body.get(contract.envelope["code"]) if isinstance(body, dict) else None
    return None if code in contract.envelope["emptyCodes"] else code


def _abbreviated(value: Any) -> str:
    text = canonical_json(value)
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
