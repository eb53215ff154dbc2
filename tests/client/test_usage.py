"""Arguments that the contract forbids are refused before anything is sent."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from flinkjobs import UsageError

from .conftest import AnyClient
from .scripted import ScriptedServer, envelope

HEADER = "goes into a header and must be printable ASCII without blanks around it"


@pytest.fixture(autouse=True)
def nothing_sent(server: ScriptedServer) -> Iterator[None]:
    """Check after every test of this module that the server received nothing."""
    server.response = envelope([])
    yield
    assert server.requests == []


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
            "pass deployment_id or deployment",
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
def test_forbidden_value(any_client: AnyClient, wrong: dict[str, Any], expected: str) -> None:
    """A value that the contract forbids is refused, naming parameter, bound and value."""
    with pytest.raises(UsageError) as caught:
        any_client.page(**wrong)

    assert str(caught.value) == f"ListJobs: {expected}"


@pytest.mark.parametrize("name", ["workspace", "namespace"])
def test_missing_setting(any_client: AnyClient, name: str) -> None:
    """A value that neither client nor call gives is missing."""
    with pytest.raises(
        UsageError,
        match=re.escape(f"ListJobs: no {name}: pass {name}, or set FLINKJOBS_{name.upper()}"),
    ):
        any_client.page({name: None})


def test_unknown_parameter(any_client: AnyClient) -> None:
    """A parameter that the operation does not have is a TypeError, as in any Python."""
    with pytest.raises(TypeError, match="page_sise"):
        any_client.page(page_sise=10)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), True, "5", None])
def test_timeout(any_client: AnyClient, timeout: Any) -> None:
    """An invalid timeout is refused when the client is created."""
    with pytest.raises(UsageError) as caught:
        any_client.page({"timeout": timeout})

    expected = f"timeout must be more than 0 and at most 86400 seconds, not {timeout!r}"
    assert str(caught.value) == expected
