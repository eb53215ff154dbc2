"""Decoding of parameters: typed values, or an error that names the parameter."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flinkjobs._runtime.client.request import build_request
from flinkjobs._runtime.server.parameter_decoding import parameters_decoder
from flinkjobs._runtime.server.request_context import RequestContext
from flinkjobs._runtime.server.routing import Match, Route
from flinkjobs._runtime.server.service_api import ErrorResponse


@pytest.fixture
def decode(list_cups: Any, cups_parameters: Any, idle: Any) -> Any:
    """Decodes the parameters of ListCups from a query, a path segment and headers."""

    route = Route(list_cups, cups_parameters, idle)
    decode_parameters = parameters_decoder(route)

    def decode(query: str = "", room: str = "kitchen", shelves: tuple[str, ...] = ("top",)) -> Any:
        context = RequestContext(
            request_id="R",
            method="GET",
            raw_path=f"/rooms/{room}/cups",
            raw_query=query,
            headers={"shelf-id": shelves} if shelves else {},
            body=b"",
            client=None,
            match=Match(route, {"room": room}),
        )
        return decode_parameters(context)

    return decode


def test_absent_parameters_have_their_defaults(decode: Any, cups_parameters: Any) -> None:
    """A parameter with a default is optional."""
    assert decode() == cups_parameters(shelf="top", room="kitchen")


def test_decoded_parameters_are_cached(decode: Any) -> None:
    """The same request has the same parameters object; any difference makes another one."""
    first = decode("pageIndex=3")

    assert first is decode("pageIndex=3")
    assert (decode("pageIndex=3", "hall").page_index, decode("pageIndex=3", "hall").room) == (
        3,
        "hall",
    )
    assert decode("pageIndex=4").page_index == 4
    assert decode("pageIndex=3", shelves=("low",)).shelf == "low"


def test_errors_are_not_cached(decode: Any) -> None:
    """An invalid request stays invalid, also when more requests come than the cache holds."""
    for number in range(600):
        with pytest.raises(ErrorResponse, match="pageIndex must be an integer"):
            decode(f"pageIndex=x{number % 300}")
        assert decode(f"pageIndex={number % 300 + 1}").page_index == number % 300 + 1


def test_every_location_is_decoded(decode: Any, cups_parameters: Any) -> None:
    """Path, query and header parameters have the right values and types."""
    expected = cups_parameters(
        shelf="ö", room="a/b", owner="J é", page_index=3, page_size=100, glaze="red"
    )

    decoded = decode("pageIndex=3&owner=J+%C3%A9&pageSize=100&glaze=red", "a%2Fb", ("ö",))

    assert decoded == expected


def test_a_plus_is_a_space_in_a_query_only(decode: Any) -> None:
    """In a path a plus is a plus."""
    decoded = decode("owner=a%2B+b", "a+b")

    assert (decoded.owner, decoded.room) == ("a+ b", "a+b")


@pytest.mark.parametrize("query", ["glass=1", "glass=1&glass=2", "%zz=1", "=", "&&", "GLAZE=red"])
def test_unknown_query_parameters_are_ignored(decode: Any, query: str) -> None:
    """A client that is newer than the server is served."""
    assert decode(query).glaze == "blue"


@pytest.mark.parametrize(
    ("sent", "code", "message"),
    [
        (
            {"query": "pageSize=abc"},
            "InvalidPageSize",
            'pageSize must be an integer from 1 to 100, not "abc"',
        ),
        (
            {"query": "pageSize=101"},
            "InvalidPageSize",
            'pageSize must be an integer from 1 to 100, not "101"',
        ),
        (
            {"query": "pageSize="},
            "InvalidPageSize",
            'pageSize must be an integer from 1 to 100, not ""',
        ),
        (
            {"query": "pageSize"},
            "InvalidPageSize",
            'pageSize must be an integer from 1 to 100, not ""',
        ),
        (
            {"query": "pageIndex=%D9%A3"},
            "InvalidPageIndex",
            'pageIndex must be an integer of at least 1, not "٣"',
        ),
        (
            {"query": "pageIndex=1&pageIndex=1"},
            "InvalidPageIndex",
            "pageIndex must be sent once, not 2 times",
        ),
        (
            {"query": "owner=%FF"},
            "InvalidOwner",
            'owner must be percent-encoded UTF-8, not "%FF"',
        ),
        (
            {"query": "owner=%4"},
            "InvalidOwner",
            'owner must be percent-encoded UTF-8, not "%4"',
        ),
        (
            {"query": "glaze=%22%0A"},
            "InvalidGlaze",
            'glaze must be one of blue, red, not "\\"\\n"',
        ),
        (
            {"room": ""},
            "InvalidRoom",
            'room must be a string that is not empty, not ""',
        ),
        (
            {"room": "%ED%A0%80"},
            "InvalidRoom",
            'room must be percent-encoded UTF-8, not "%ED%A0%80"',
        ),
        (
            {"shelves": ()},
            "MissingShelfId",
            "Shelf-Id is missing; it must be a string that is not empty",
        ),
        (
            {"shelves": ("",)},
            "InvalidShelfId",
            'Shelf-Id must be a string that is not empty, not ""',
        ),
        (
            {"shelves": ("a", "b")},
            "InvalidShelfId",
            "Shelf-Id must be sent once, not 2 times",
        ),
    ],
)
def test_an_error_names_the_parameter_and_its_constraint(
    decode: Any, sent: dict[str, Any], code: str, message: str
) -> None:
    """The message says which values are valid."""
    with pytest.raises(ErrorResponse) as caught:
        decode(**sent)

    assert (caught.value.code, caught.value.message) == (code, message)


def test_a_long_value_is_truncated(decode: Any) -> None:
    """A message stays short, however long the value."""
    with pytest.raises(ErrorResponse) as caught:
        decode(f"pageSize={'9' * 5000}")

    expected = f'pageSize must be an integer from 1 to 100, not "{"9" * 60}"…'
    assert caught.value.message == expected


@given(
    text=st.text("/%?#.&=+ é中\n\x00~*a", min_size=1, max_size=5),
    page_size=st.integers(min_value=1, max_value=100),
)
def test_the_server_decodes_what_the_client_encodes(
    list_cups: Any, cups_parameters: Any, decode: Any, text: str, page_size: int
) -> None:
    """Any text arrives unchanged."""
    values = {"shelf": "top", "room": text, "owner": text, "page_size": page_size}
    request = build_request(list_cups, values)

    decoded = decode(request.query, request.path.split("/")[2])

    assert decoded == cups_parameters(**values)
