"""schemathesis against the target: its examples, its coverage of the schema, and fuzzing."""

from typing import Any

import pytest
import schemathesis
from hypothesis import settings

from .clause import Checker
from .fuzzing import SCHEMA, call_settings, check_settings, may_fuzz
from .fuzzing_rules import operation_of, use_existing_ids

pytestmark = pytest.mark.contract


@SCHEMA.parametrize()
@settings(settings.get_profile("contract"))
def test_every_request_gets_what_it_deserves(
    case: schemathesis.Case[Any], checker: Checker
) -> None:
    """Whatever is sent, the response keeps the specification and is the one that the request deserves."""
    if not may_fuzz(checker, case.method):
        return
    use_existing_ids(checker.target.values_for(operation_of(checker.contract, case)), case)
    case.call_and_validate(**check_settings(checker, case), **call_settings(checker, case))
