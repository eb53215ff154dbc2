"""The headers of every response are looked at, not only its body."""

import pytest

from tests.contract.contract import load_contract
from tests.contract.response_checks import response_faults
from tests.contract.senders import RawResponse

BODY = b'{"Code":"Throttling.User","Message":"later","RequestId":"1"}'
CONTRACT = load_contract()
LIST_JOBS = CONTRACT.operation("ListJobs")


def _faults(**headers: str) -> list[str]:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return response_faults(CONTRACT, LIST_JOBS, RawResponse(429, named, BODY))


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=UTF-8"])
def test_json_is_sent_in_utf_8(kind: str) -> None:
    """A charset may be stated, if it is the one of JSON."""
    assert _faults(content_type=kind) == []


def test_another_charset() -> None:
    """JSON has no other charset."""
    [fault] = _faults(content_type="application/json; charset=gbk")

    assert fault == "the charset=gbk is not that of JSON, which is sent in UTF-8"


@pytest.mark.parametrize("pause", ["soon", "0", "1.5", ""])
def test_a_header_of_another_form_than_the_contract_has(pause: str) -> None:
    """A pause is a whole number of milliseconds, at least one."""
    [fault] = _faults(content_type="application/json", x_acs_retry_after=pause)

    assert fault == f"the header x-acs-retry-after may not be {pause!r}"
