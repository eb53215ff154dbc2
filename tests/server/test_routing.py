"""A method and a raw path lead to an operation, or are refused."""

import random
from typing import Any

import pytest
from msgspec.structs import replace

from flinkjobs._runtime.contract.operation import Operation
from flinkjobs._runtime.parameters.percent_encoding import percent_encode
from flinkjobs._runtime.server.routing import Route, Router
from flinkjobs._runtime.server.service_api import Refusal


def route(idle: Any, method: str, path: str) -> Route[Any, Any]:
    """Make a route that has nothing but its place."""
    operation = Operation(
        name=f"{method} {path}", method=method, path=path, parameters=(), answer=dict
    )
    return Route(operation, dict, idle)


@pytest.fixture
def router(idle: Any) -> Router:
    """A router of a few paths that resemble one another."""
    return Router(
        [
            route(idle, "GET", "/shops/{shop}/cups"),
            route(idle, "POST", "/shops/{shop}/cups"),
            route(idle, "GET", "/shops/best/cups"),
            route(idle, "DELETE", "/shops/{shop}"),
        ]
    )


def test_a_path_parameter_is_one_raw_segment(router: Router) -> None:
    """What stands between two slashes is the parameter, still percent-encoded."""
    match = router.match("GET", "/shops/a%2Fb%20c/cups")

    assert {"shop": "a%2Fb%20c"} == match.segments
    assert "GET /shops/{shop}/cups" == match.route.operation.name


def test_any_text_stays_within_its_segment(router: Router) -> None:
    """No encoded text, however nasty, changes which operation is called."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(200):
        text = "".join(chance.choice("/%?#.&=+ é中\n\x00~a") for _ in range(chance.randint(1, 8)))
        segment = percent_encode(text)

        assert {"shop": segment} == router.match("GET", f"/shops/{segment}/cups").segments


def test_methods_of_one_path_are_different_operations(router: Router) -> None:
    """The method chooses between the operations of a path."""
    assert "POST /shops/{shop}/cups" == router.match("POST", "/shops/x/cups").route.operation.name


def test_a_literal_segment_goes_before_a_parameter(router: Router) -> None:
    """The more exact path wins, also when it is written with needless percent signs."""
    for path in ("/shops/best/cups", "/sh%6Fps/b%65st/cups"):
        assert "GET /shops/best/cups" == router.match("GET", path).route.operation.name


def test_a_path_that_fits_less_exactly_may_have_the_method(router: Router) -> None:
    """A literal path without the method does not hide a parameter path with it."""
    assert (
        "POST /shops/{shop}/cups" == router.match("POST", "/shops/best/cups").route.operation.name
    )


def test_head_is_answered_as_get(router: Router) -> None:
    """HEAD leads to the operation that GET leads to."""
    assert "GET /shops/{shop}/cups" == router.match("HEAD", "/shops/x/cups").route.operation.name


@pytest.mark.parametrize(
    ("method", "expected"),
    [("GET", "GET /a/{x}"), ("PUT", "PUT /a/{y}"), ("HEAD", "HEAD /a/{y}")],
)
def test_paths_of_one_shape(idle: Any, method: str, expected: str) -> None:
    """Paths that differ in the names of their parameters alone have the methods of all."""
    paths = [("GET", "/a/{x}"), ("PUT", "/a/{y}"), ("HEAD", "/a/{y}")]
    match = Router([route(idle, *one) for one in paths]).match(method, "/a/1")

    assert expected == match.route.operation.name
    assert {expected[-2]: "1"} == match.segments


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ()),
        ("size=1", ()),
        ("beta=false", ()),
        ("size=1&beta=true", (("beta", "true"),)),
        ("beta=true&x=", (("beta", "true"), ("x", ""))),
    ],
)
def test_paths_with_a_query(idle: Any, query: str, expected: tuple[tuple[str, str], ...]) -> None:
    """Of operations at one path, the one is called whose own pairs the query has, the most of them."""
    fixed: list[tuple[tuple[str, str], ...]] = [
        (),
        (("beta", "true"), ("x", "")),
        (("beta", "true"),),
    ]
    plain = route(idle, "GET", "/a")
    routes = [Route(replace(plain.operation, query=one), dict, idle) for one in fixed]

    assert expected == Router(routes).match("GET", "/a", query).route.operation.query


@pytest.mark.parametrize("paths", [("/a/{x}", "/a/{x}"), ("/a/{x}", "/a/{y}")])
@pytest.mark.parametrize("query", ["", "do=delete", "do=", "undo=start"])
def test_a_query_of_no_operation(idle: Any, paths: tuple[str, str], query: str) -> None:
    """Where every operation of a path has pairs of its own, a query without them calls none."""
    actions = [("do", "start")], [("do", "stop")]
    routes = [
        Route(replace(route(idle, "POST", path).operation, query=tuple(pairs)), dict, idle)
        for path, pairs in zip(paths, actions, strict=True)
    ]
    router = Router(routes)

    with pytest.raises(Refusal) as caught:
        router.match("POST", "/a/1", query)

    assert "InvalidApi.NotFound" == caught.value.code
    assert routes[0] == router.match("POST", "/a/1", "do=start").route
    assert routes[1] == router.match("POST", "/a/1", "x=y&do=stop").route


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/shops/x/cups", "GET, HEAD, POST"),
        ("get", "/shops/x/cups", "GET, HEAD, POST"),
        ("GET", "/shops/x", "DELETE"),
        ("HEAD", "/shops/x", "DELETE"),
    ],
)
def test_a_known_path_says_which_methods_it_has(
    router: Router, method: str, path: str, allow: str
) -> None:
    """Another method on a known path is refused with 405 and the allowed ones."""
    with pytest.raises(Refusal) as caught:
        router.match(method, path)

    assert ("InvalidApi.NotFound", 405) == (caught.value.code, caught.value.status)
    assert {"allow": allow} == caught.value.headers


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "*",
        "/shops",
        "/shops/x/cups/",
        "//shops/x/cups",
        "/shops%2Fx%2Fcups",
        "/shops/x/%FF",
    ],
)
def test_an_unknown_path_is_not_found(router: Router, path: str) -> None:
    """A path of no operation is refused with the status that the contract gives the code."""
    with pytest.raises(Refusal) as caught:
        router.match("GET", path)

    assert ("InvalidApi.NotFound", None) == (caught.value.code, caught.value.status)
    assert f"no operation has the path {path}" == caught.value.message


@pytest.mark.parametrize(
    ("path", "template", "segments"),
    [
        ("/calls/5.json", "/calls/{id}.json", {"id": "5"}),
        ("/calls/5", "/calls/{id}", {"id": "5"}),
        ("/calls/5%2F.json.json", "/calls/{id}.json", {"id": "5%2F.json"}),
        ("/calls/5:cancel", "/calls/{id}:{verb}", {"id": "5", "verb": "cancel"}),
        ("/calls/all.json", "/calls/all.json", {}),
    ],
)
def test_a_parameter_may_be_part_of_a_segment(
    idle: Any, path: str, template: str, segments: dict[str, str]
) -> None:
    """What surrounds a parameter in its segment tells one path from another."""
    templates = ["/calls/{id}", "/calls/{id}.json", "/calls/{id}:{verb}", "/calls/all.json"]
    match = Router([route(idle, "GET", one) for one in templates]).match("GET", path)

    assert (f"GET {template}", segments) == (match.route.operation.name, dict(match.segments))
