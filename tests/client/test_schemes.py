"""Credentials of security schemes: which of them are sent, where, and which are refused."""

from collections.abc import Mapping
from typing import Any

import pytest

from flinkjobs import Environment, UsageError
from flinkjobs._runtime.auth.schemes import Credentials, Scheme
from flinkjobs._runtime.client.context import ClientContext, build_context
from flinkjobs._runtime.client.request import Request
from flinkjobs._runtime.client.retry import RetryPolicy
from flinkjobs.contract import API

SCHEMES = (
    Scheme(name="token", location="header", wire_name="Authorization", prefix="Bearer"),
    Scheme(
        name="password",
        location="header",
        wire_name="Authorization",
        prefix="Basic",
        is_password=True,
    ),
    Scheme(name="a", location="header", wire_name="X-A"),
    Scheme(name="b", location="header", wire_name="X-B"),
    Scheme(name="c", location="query", wire_name="c"),
    Scheme(name="sid", location="cookie", wire_name="sid"),
)


def context_of(headers: Mapping[str, str], **credentials: Any) -> ClientContext:
    return build_context(
        API,
        endpoint="https://h.example",
        allow_http=False,
        client_scoped={},
        user_agent=None,
        retry_policy=RetryPolicy(),
        max_per_second=None,
        hooks=(),
        environment=Environment(environ={}),
        headers=headers,
        credentials=Credentials(SCHEMES, credentials),
    )


def request_of(*groups: tuple[str, ...], silent: bool = False, **headers: str) -> Request:
    headers_ = {name.replace("_", "-"): value for name, value in headers.items()}
    security = None if silent else groups
    return Request(
        operation="Op", method="GET", path="/", query="", headers=headers_, security=security
    )


def test_own_headers_of_a_request_are_kept() -> None:
    """A boundary that a body was written with is not lost to a header of the user."""
    request = request_of(("a",), content_type="multipart/form-data; boundary=x")
    sent = context_of({"Content-Type": "text/plain", "X-A": "own"}, a="key").authenticate(request)

    assert sent.headers["content-type"] == "multipart/form-data; boundary=x"
    assert sent.headers["x-a"] == "own"


def test_cookies_go_together() -> None:
    """Cookies of the request, of the user and of a credential go in one header."""
    sent = context_of({"Cookie": "u=1"}, sid="2").authenticate(request_of(("sid",), cookie="r=0"))

    assert sent.headers["cookie"] == "r=0; u=1; sid=2"


GROUPS = [
    ({"a": "1"}, []),
    ({"a": "1", "c": "3"}, ["c"]),
    ({"a": "1", "b": "2", "c": "3"}, ["x-a", "x-b"]),
]


@pytest.mark.parametrize(("available", "expected"), GROUPS)
def test_half_a_group_is_not_sent(available: dict[str, str], expected: list[str]) -> None:
    """Of several groups the first that is complete is sent, and no part of another."""
    headers, query = Credentials(SCHEMES, available).apply(request_of(("a", "b"), ("c",)))

    assert [*headers, *(["c"] if query else [])] == expected


def test_two_credentials_for_one_header() -> None:
    """Two credentials for one header are refused, where the contract does not choose."""
    credentials = Credentials(SCHEMES, {"token": "t", "password": ("u", "p")})
    with pytest.raises(UsageError) as caught:
        credentials.apply(request_of(silent=True))

    expected = "Op: token and password both go into authorization; give one of them"
    assert str(caught.value) == expected


INVALID = [
    ("token", lambda: None),
    ("token", lambda: b"sesame"),
    ("token", ("sesame", "b")),
    ("token", ["sesame", "b"]),
    ("token", "sesame\ud800"),
    ("c", lambda: b"sesame"),
    ("c", "sesame\ud800"),
    ("password", ["sesame", "b"]),
    ("password", ("sesame",)),
    ("password", ("sesame", None)),
    ("password", ("u:sesame", "b")),
    ("password", ("u", "sesame\ud800")),
]


@pytest.mark.parametrize(("name", "credential"), INVALID)
def test_invalid_credentials(name: str, credential: Any) -> None:
    """A credential of the wrong form, or from a function, is refused and not shown."""
    with pytest.raises(UsageError) as caught:
        Credentials(SCHEMES, {name: credential}).apply(request_of((name,)))

    assert str(caught.value).startswith(f"{name} must be ")
    assert "sesame" not in str(caught.value)
