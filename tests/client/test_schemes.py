"""Credentials that are sent as they are: which of them go, where, and which are refused."""

from collections.abc import Mapping
from typing import Any

import pytest

from flinkjobs import Surroundings, UsageError
from flinkjobs._runtime.auth.schemes import Credentials, Scheme
from flinkjobs._runtime.client.context import Caller, configure
from flinkjobs._runtime.client.request import Request
from flinkjobs._runtime.client.retry import RetryPolicy
from flinkjobs.contract import API

SCHEMES = (
    Scheme(name="token", place="header", wire="Authorization", word="Bearer"),
    Scheme(name="password", place="header", wire="Authorization", word="Basic", is_password=True),
    Scheme(name="a", place="header", wire="X-A"),
    Scheme(name="b", place="header", wire="X-B"),
    Scheme(name="c", place="query", wire="c"),
    Scheme(name="sid", place="cookie", wire="sid"),
)


def caller_of(headers: Mapping[str, str], **given: Any) -> Caller:
    return configure(
        API,
        endpoint="https://h.example",
        region=None,
        allow_http=False,
        keys=None,
        bound={},
        user_agent=None,
        policy=RetryPolicy(),
        max_per_second=None,
        hooks=(),
        surroundings=Surroundings(environ={}),
        headers=headers,
        credentials=Credentials(SCHEMES, given),
    )


def request_of(*groups: tuple[str, ...], silent: bool = False, **headers: str) -> Request:
    written = {name.replace("_", "-"): value for name, value in headers.items()}
    security = None if silent else groups
    return Request(
        operation="Op", method="GET", path="/", query="", headers=written, security=security
    )


def test_own_headers_of_a_request_are_kept() -> None:
    """A boundary that a body was written with is not lost to a header of the user."""
    request = request_of(("a",), content_type="multipart/form-data; boundary=x")
    sent = caller_of({"Content-Type": "text/plain", "X-A": "own"}, a="given").complete(request)

    assert "multipart/form-data; boundary=x" == sent.headers["content-type"]
    assert "own" == sent.headers["x-a"]


def test_cookies_go_together() -> None:
    """Cookies of the request, of the user and of a credential go in one header."""
    sent = caller_of({"Cookie": "u=1"}, sid="2").complete(request_of(("sid",), cookie="r=0"))

    assert "r=0; u=1; sid=2" == sent.headers["cookie"]


GROUPS = [
    ({"a": "1"}, []),
    ({"a": "1", "c": "3"}, ["c"]),
    ({"a": "1", "b": "2", "c": "3"}, ["x-a", "x-b"]),
]


@pytest.mark.parametrize(("given", "expected"), GROUPS)
def test_half_a_group_is_not_sent(given: dict[str, str], expected: list[str]) -> None:
    """Of several groups the first that is given whole is sent, and no part of another."""
    headers, query = Credentials(SCHEMES, given).add(request_of(("a", "b"), ("c",)))

    assert expected == [*headers, *(["c"] if query else [])]


def test_rivals_for_one_header() -> None:
    """Two credentials for one header are refused, where the contract does not choose."""
    given = Credentials(SCHEMES, {"token": "t", "password": ("u", "p")})
    with pytest.raises(UsageError) as caught:
        given.add(request_of(silent=True))

    expected = "Op: token and password both go into authorization; give one of them"
    assert expected == str(caught.value)


UNUSABLE = [
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


@pytest.mark.parametrize(("name", "given"), UNUSABLE)
def test_what_is_no_credential(name: str, given: Any) -> None:
    """What a credential, or a function that gives one, is not of the right form is refused unseen."""
    with pytest.raises(UsageError) as caught:
        Credentials(SCHEMES, {name: given}).add(request_of((name,)))

    assert str(caught.value).startswith(f"{name} must be ")
    assert "sesame" not in str(caught.value)
