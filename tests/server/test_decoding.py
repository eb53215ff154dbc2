"""Texts of a request become checked parameters, or a refusal that names the parameter."""

import random
from typing import Any

import pytest

from flinkjobs._runtime.client.request import build_request
from flinkjobs._runtime.server.parameter_decoding import parameters_reader
from flinkjobs._runtime.server.request_context import Exchange
from flinkjobs._runtime.server.routing import Match, Route
from flinkjobs._runtime.server.service_api import Refusal


@pytest.fixture
def read(list_cups: Any, cups_parameters: Any, idle: Any) -> Any:
    """Read the parameters of ListCups from a query, a path segment and headers."""

    route = Route(list_cups, cups_parameters, idle)
    read_parameters = parameters_reader(route)

    def read(query: str = "", room: str = "kitchen", shelves: tuple[str, ...] = ("top",)) -> Any:
        exchange = Exchange(
            request_id="R",
            method="GET",
            raw_path=f"/rooms/{room}/cups",
            raw_query=query,
            headers={"shelf-id": shelves} if shelves else {},
            body=b"",
            client=None,
            match=Match(route, {"room": room}),
        )
        return read_parameters(exchange)

    return read


def test_absent_parameters_have_their_defaults(read: Any, cups_parameters: Any) -> None:
    """What the contract has a default for may be left out."""
    assert cups_parameters(shelf="top", room="kitchen") == read()


def test_what_was_read_before_is_not_read_again(read: Any) -> None:
    """The same request has the same parameters; one that differs in any place has its own."""
    first = read("pageIndex=3")

    assert first is read("pageIndex=3")
    assert (3, "hall") == (read("pageIndex=3", "hall").page_index, read("pageIndex=3", "hall").room)
    assert 4 == read("pageIndex=4").page_index
    assert "low" == read("pageIndex=3", shelves=("low",)).shelf


def test_a_refusal_is_not_remembered_as_an_answer(read: Any) -> None:
    """What was wrong is wrong again, and more kinds of request than are remembered do no harm."""
    for number in range(600):
        with pytest.raises(Refusal, match="pageIndex must be an integer"):
            read(f"pageIndex=x{number % 300}")
        assert number % 300 + 1 == read(f"pageIndex={number % 300 + 1}").page_index


def test_every_place_is_read(read: Any, cups_parameters: Any) -> None:
    """Path, query and header each give their parameters, of the right type."""
    expected = cups_parameters(
        shelf="ö", room="a/b", owner="J é", page_index=3, page_size=100, glaze="red"
    )

    found = read("pageIndex=3&owner=J+%C3%A9&pageSize=100&glaze=red", "a%2Fb", ("ö",))

    assert expected == found


def test_a_plus_is_a_blank_in_a_query_only(read: Any) -> None:
    """In a path a plus is a plus."""
    found = read("owner=a%2B+b", "a+b")

    assert ("a+ b", "a+b") == (found.owner, found.room)


@pytest.mark.parametrize("query", ["glass=1", "glass=1&glass=2", "%zz=1", "=", "&&", "GLAZE=red"])
def test_unknown_query_parameters_are_passed_over(read: Any, query: str) -> None:
    """A caller newer than the server is not refused."""
    assert "blue" == read(query).glaze


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
def test_a_refusal_names_the_parameter_and_its_bound(
    read: Any, sent: dict[str, Any], code: str, message: str
) -> None:
    """Whoever reads the message knows what to send instead."""
    with pytest.raises(Refusal) as caught:
        read(**sent)

    assert (code, message) == (caught.value.code, caught.value.message)


def test_a_long_value_is_not_repeated_in_full(read: Any) -> None:
    """A message stays short whatever was sent."""
    with pytest.raises(Refusal) as caught:
        read(f"pageSize={'9' * 5000}")

    expected = f'pageSize must be an integer from 1 to 100, not "{"9" * 60}"…'
    assert expected == caught.value.message


def test_what_a_client_builds_a_server_reads(
    list_cups: Any, cups_parameters: Any, read: Any
) -> None:
    """Any text that a client may send arrives as it was."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(300):
        text = "".join(chance.choice("/%?#.&=+ é中\n\x00~*a") for _ in range(chance.randint(1, 5)))
        values = {"shelf": "top", "room": text, "owner": text, "page_size": chance.randint(1, 100)}
        request = build_request(list_cups, values)

        found = read(request.query, request.path.split("/")[2])

        assert cups_parameters(**values) == found
