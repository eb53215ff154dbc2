"""schemathesis against the target: its examples, its coverage of the schema, and fuzzing."""

from typing import Any

import pytest
import schemathesis
from hypothesis import settings

from .clause import Bench
from .fuzzed import EXCLUDED, SCHEMA, ask_for_what_is_there, call_settings, oracle

pytestmark = pytest.mark.contract


@SCHEMA.parametrize()
@settings(settings.get_profile("contract"))
def test_every_request_gets_what_it_deserves(case: schemathesis.Case[Any], bench: Bench) -> None:
    """Whatever is sent, the answer keeps the specification and is the one that the request deserves."""
    ask_for_what_is_there(bench, case)
    case.call_and_validate(
        additional_checks=[oracle(bench)], excluded_checks=EXCLUDED, **call_settings(bench, case)
    )
