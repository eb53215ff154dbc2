"""Hooks of the schemathesis command: its requests are signed, find data, and are held to the oracle.

    SCHEMATHESIS_HOOKS=tests.contract.schemathesis_hooks st run spec/openapi.yaml --url …

Key and ids come from the environment, as those of `make contract TARGET=https://…` do.
"""

from typing import Any

import requests
import schemathesis
from schemathesis.auths import GLOBAL_AUTH_STORAGE

from .contract import load_contract
from .fuzzing_rules import inapplicable_checks, operation_of, oracle_check, use_existing_ids
from .requests_adapter import RequestSignature
from .targets import Target, UnusableTarget, open_target

_ANY_URL = "http://127.0.0.1"
"""The command knows its own URL; key and ids are read here."""
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


def _given() -> Target:
    """Read key and ids; end the command with one line when they are not there."""
    try:
        with open_target(_ANY_URL) as target:
            return target
    except UnusableTarget as error:
        raise SystemExit(str(error)) from None


def _is_safe(request: requests.PreparedRequest) -> bool:
    """Whether a request can only read: what could write is not signed, and so has no effect."""
    return str(request.method) in _SAFE_METHODS


_CONTRACT = load_contract()
_TARGET = _given()

GLOBAL_AUTH_STORAGE.set_from_requests(RequestSignature(_CONTRACT, _TARGET.key, may_sign=_is_safe))
schemathesis.check(oracle_check(_CONTRACT))
for _operation in _CONTRACT.operations:
    for _name in inapplicable_checks(_CONTRACT, _operation):
        if _name in schemathesis.checks.CHECKS.get_all_names():
            schemathesis.checks.CHECKS.unregister(_name)


@schemathesis.hook
def before_call(_context: object, case: schemathesis.Case[Any], _kwargs: object) -> None:
    """Let every other case find something."""
    use_existing_ids(_TARGET.values_for(operation_of(_CONTRACT, case)), case)
