"""schemathesis following the links of the specification, from answer to answer."""

from typing import Any

import pytest
import schemathesis
from hypothesis import settings

from .clause import Checker
from .fuzzing import SCHEMA, call_settings, check_settings, may_fuzz
from .fuzzing_rules import operation_of, use_existing_ids

pytestmark = pytest.mark.contract

_STEPS = 6


def test_every_walk_along_links_gets_what_it_deserves(checker: Checker) -> None:
    """Whatever sequence of calls the links allow, each response is the one that its request deserves."""

    names = [
        operation.name
        for operation in checker.contract.operations
        if operation.method == "GET" or may_fuzz(checker, "POST")
    ]
    schema = SCHEMA.include(operation_id=names)

    class Walk(schema.as_state_machine()):  # type: ignore[misc]
        def before_call(self, case: schemathesis.Case[Any]) -> None:
            use_existing_ids(checker.target.values_for(operation_of(checker.contract, case)), case)

        def get_call_kwargs(self, case: schemathesis.Case[Any]) -> dict[str, Any]:
            return call_settings(checker, case)

        def validate_response(
            self, response: Any, case: schemathesis.Case[Any], *_: Any, **kwargs: Any
        ) -> None:
            checks = check_settings(checker, case)
            case.validate_response(response, **checks, transport_kwargs=kwargs)

    profile = settings.get_profile("contract")
    walks = max(1, profile.max_examples // _STEPS)
    Walk.run(settings=settings(profile, max_examples=walks, stateful_step_count=_STEPS))
