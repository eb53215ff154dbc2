"""What the contract forbids is said before anything is sent."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from flinkjobs import UsageError

from .conftest import Caller
from .scripted import Script, envelope

HEADER = "goes into a header and must be printable ASCII without blanks around it"


@pytest.fixture(autouse=True)
def nothing_sent(script: Script) -> Iterator[None]:
    """Hold every test of this module to its claim: the server was asked nothing."""
    script.answer = envelope([])
    yield
    assert [] == script.asked


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"page_size": 0}, "page_size must be an integer from 1 to 100, not 0"),
        ({"page_size": 101}, "page_size must be an integer from 1 to 100, not 101"),
        ({"page_size": -5}, "page_size must be an integer from 1 to 100, not -5"),
        ({"page_size": "10"}, "page_size must be an integer from 1 to 100, not '10'"),
        ({"page_size": 10.0}, "page_size must be an integer from 1 to 100, not 10.0"),
        ({"page_size": True}, "page_size must be an integer from 1 to 100, not True"),
        ({"page_index": 0}, "page_index must be an integer from 1 to 2147483647, not 0"),
        (
            {"page_index": 2**31},
            "page_index must be an integer from 1 to 2147483647, not 2147483648",
        ),
        ({"deployment_id": ""}, "deployment_id must be a string that is not empty, not ''"),
        (
            {"deployment_id": None},
            "deployment_id is missing; it must be a string that is not empty",
        ),
        ({"deployment_id": 7}, "deployment_id must be a string that is not empty, not 7"),
        (
            {"deployment_id": "\ud800"},
            r"deployment_id must be a string that is not empty, not '\ud800'",
        ),
        ({"namespace": ""}, "namespace must be a string that is not empty, not ''"),
        ({"namespace": b"n"}, "namespace must be a string that is not empty, not b'n'"),
        ({"workspace": ""}, "workspace must be a string that is not empty, not ''"),
        ({"workspace": "w\r\nx-evil: 1"}, rf"workspace {HEADER}, not 'w\r\nx-evil: 1'"),
        ({"workspace": "w\x00"}, rf"workspace {HEADER}, not 'w\x00'"),
        ({"workspace": " w"}, f"workspace {HEADER}, not ' w'"),
        ({"workspace": "工作"}, f"workspace {HEADER}, not '工作'"),
        (
            {"sort_name": "GMT_CREATE"},
            "sort_name must be one of gmt_create, job_id, status, not 'GMT_CREATE'",
        ),
        ({"sort_order": ["asc"]}, "sort_order must be one of asc, desc, not ['asc']"),
    ],
)
def test_forbidden_value(caller: Caller, wrong: dict[str, Any], expected: str) -> None:
    """A value that the contract forbids is refused, naming parameter, bound and value."""
    with pytest.raises(UsageError) as caught:
        caller.page(**wrong)

    assert f"ListJobs: {expected}" == str(caught.value)


@pytest.mark.parametrize("name", ["workspace", "namespace"])
def test_missing_setting(caller: Caller, name: str) -> None:
    """A value that neither client nor call gives is missing."""
    with pytest.raises(
        UsageError,
        match=re.escape(
            f"ListJobs: no {name}: give one ({name}=, --{name}), or set FLINKJOBS_{name.upper()}"
        ),
    ):
        caller.page({name: None})


def test_unknown_parameter(caller: Caller) -> None:
    """A parameter that the operation does not have is a TypeError, as in any Python."""
    with pytest.raises(TypeError, match="page_sise"):
        caller.page(page_sise=10)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), True, "5", None])
def test_timeout(caller: Caller, timeout: Any) -> None:
    """A time-out that nobody can wait for is refused when the client is made."""
    with pytest.raises(UsageError) as caught:
        caller.page({"timeout": timeout})

    expected = f"timeout must be more than 0 and at most 86400 seconds, not {timeout!r}"
    assert expected == str(caught.value)
