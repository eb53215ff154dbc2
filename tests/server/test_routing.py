"""Routing: from method, path and query to an operation, or an error response."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flinkjobs._runtime.contract.operation import Operation
from flinkjobs._runtime.parameters.percent_encoding import percent_encode
from flinkjobs._runtime.server.routing import Route, Router
from flinkjobs._runtime.server.service_api import ErrorResponse


def route(idle: Any, method: str, path: str) -> Route[Any, Any]:
    """Build a route of a method and a path."""
    operation = Operation(
        name=f"{method} {path}", method=method, path=path, parameters=(), response_type=dict
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
    """The value of a path parameter is its segment, still percent-encoded."""
    match = router.match("GET", "/shops/a%2Fb%20c/cups")

    assert match.path_values == {"shop": "a%2Fb%20c"}
    assert match.route.operation.name == "GET /shops/{shop}/cups"


@given(text=st.text("/%?#.&=+ é中\n\x00~a", min_size=1))
def test_any_text_stays_within_its_segment(router: Router, text: str) -> None:
    """No percent-encoded text changes which operation is called."""
    segment = percent_encode(text)

    assert router.match("GET", f"/shops/{segment}/cups").path_values == {"shop": segment}


def test_methods_of_one_path_are_different_operations(router: Router) -> None:
    """The method chooses between the operations of a path."""
    assert router.match("POST", "/shops/x/cups").route.operation.name == "POST /shops/{shop}/cups"


def test_a_literal_segment_goes_before_a_parameter(router: Router) -> None:
    """The more specific path wins, also when its literals are percent-encoded."""
    for path in ("/shops/best/cups", "/sh%6Fps/b%65st/cups"):
        assert router.match("GET", path).route.operation.name == "GET /shops/best/cups"


def test_a_less_specific_path_may_have_the_method(router: Router) -> None:
    """A literal path without the method does not hide a parameter path that has it."""
    assert (
        router.match("POST", "/shops/best/cups").route.operation.name == "POST /shops/{shop}/cups"
    )


def test_head_is_routed_as_get(router: Router) -> None:
    """HEAD has the route of GET."""
    assert router.match("HEAD", "/shops/x/cups").route.operation.name == "GET /shops/{shop}/cups"


@pytest.mark.parametrize(
    ("method", "expected"),
    [("GET", "GET /a/{x}"), ("PUT", "PUT /a/{y}"), ("HEAD", "HEAD /a/{y}")],
)
def test_paths_that_differ_in_parameter_names_share_their_methods(
    idle: Any, method: str, expected: str
) -> None:
    """Each method keeps the parameter names of its own path."""
    paths = [("GET", "/a/{x}"), ("PUT", "/a/{y}"), ("HEAD", "/a/{y}")]
    match = Router([route(idle, *pair) for pair in paths]).match(method, "/a/1")

    assert match.route.operation.name == expected
    assert match.path_values == {expected[-2]: "1"}


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
def test_fixed_query_parameters_choose_between_operations(
    idle: Any, query: str, expected: tuple[tuple[str, str], ...]
) -> None:
    """The operation with the most fixed query parameters that the request has is called."""
    fixed: list[tuple[tuple[str, str], ...]] = [
        (),
        (("beta", "true"), ("x", "")),
        (("beta", "true"),),
    ]
    plain = route(idle, "GET", "/a")
    routes = [Route(replace(plain.operation, query=pairs), dict, idle) for pairs in fixed]

    assert Router(routes).match("GET", "/a", query).route.operation.query == expected


@pytest.mark.parametrize("paths", [("/a/{x}", "/a/{x}"), ("/a/{x}", "/a/{y}")])
@pytest.mark.parametrize("query", ["", "do=delete", "do=", "undo=start"])
def test_a_query_without_the_fixed_parameters_is_not_found(
    idle: Any, paths: tuple[str, str], query: str
) -> None:
    """If every operation of a path has fixed query parameters, one set must be there."""
    actions = [("do", "start")], [("do", "stop")]
    routes = [
        Route(replace(route(idle, "POST", path).operation, query=tuple(pairs)), dict, idle)
        for path, pairs in zip(paths, actions, strict=True)
    ]
    router = Router(routes)

    with pytest.raises(ErrorResponse) as caught:
        router.match("POST", "/a/1", query)

    assert caught.value.code == "InvalidApi.NotFound"
    assert router.match("POST", "/a/1", "do=start").route == routes[0]
    assert router.match("POST", "/a/1", "x=y&do=stop").route == routes[1]


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/shops/x/cups", "GET, HEAD, POST"),
        ("get", "/shops/x/cups", "GET, HEAD, POST"),
        ("GET", "/shops/x", "DELETE"),
        ("HEAD", "/shops/x", "DELETE"),
    ],
)
def test_another_method_gets_405_with_the_allowed_methods(
    router: Router, method: str, path: str, allow: str
) -> None:
    """The Allow header lists the methods of all templates that match the path."""
    with pytest.raises(ErrorResponse) as caught:
        router.match(method, path)

    assert (caught.value.code, caught.value.status) == ("InvalidApi.NotFound", 405)
    assert caught.value.headers == {"allow": allow}


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
    """The contract decides the status of the error."""
    with pytest.raises(ErrorResponse) as caught:
        router.match("GET", path)

    assert (caught.value.code, caught.value.status) == ("InvalidApi.NotFound", None)
    assert caught.value.message == f"no operation has the path {path}"


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
    """The literals beside a parameter distinguish paths."""
    templates = ["/calls/{id}", "/calls/{id}.json", "/calls/{id}:{verb}", "/calls/all.json"]
    match = Router([route(idle, "GET", path_template) for path_template in templates]).match(
        "GET", path
    )

    assert (match.route.operation.name, dict(match.path_values)) == (f"GET {template}", segments)


JOB_ROUTES = [
    ("GET", "/jobs"),
    ("POST", "/jobs"),
    ("GET", "/jobs/{jobId}"),
    ("DELETE", "/jobs/{jobId}"),
    ("GET", "/jobs/latest"),
    ("POST", "/jobs/{jobId}:stop"),
    ("POST", "/jobs/{jobId}:restart"),
    ("POST", "/jobs/{jobId}:{action}"),
    ("POST", "/jobs/latest:stop"),
]


@pytest.mark.parametrize(
    ("method", "path", "template", "values"),
    [
        ("POST", "/jobs/j1:stop", "/jobs/{jobId}:stop", {"jobId": "j1"}),
        ("POST", "/jobs/j1%3Astop", "/jobs/{jobId}:stop", {"jobId": "j1"}),
        ("POST", "/jobs/j1%3astop", "/jobs/{jobId}:stop", {"jobId": "j1"}),
        ("POST", "/jobs/a%3Ab:restart", "/jobs/{jobId}:restart", {"jobId": "a%3Ab"}),
        ("POST", "/jobs/j1:drain", "/jobs/{jobId}:{action}", {"jobId": "j1", "action": "drain"}),
        ("POST", "/jobs/latest:stop", "/jobs/latest:stop", {}),
        ("POST", "/jobs/latest%3Astop", "/jobs/latest:stop", {}),
        ("GET", "/jobs/latest", "/jobs/latest", {}),
        ("DELETE", "/jobs/latest", "/jobs/{jobId}", {"jobId": "latest"}),
        ("GET", "/jobs/j1", "/jobs/{jobId}", {"jobId": "j1"}),
        ("GET", "/jobs/j1:stop", "/jobs/{jobId}", {"jobId": "j1:stop"}),
    ],
)
def test_verbs_and_literals_beside_parameters(
    idle: Any, method: str, path: str, template: str, values: dict[str, str]
) -> None:
    """The most specific template wins, in whatever order the contract has them."""
    for routes in (JOB_ROUTES, JOB_ROUTES[::-1]):
        match = Router([route(idle, *job_route) for job_route in routes]).match(method, path)

        assert match.route.operation.name == f"{method} {template}"
        assert dict(match.path_values) == values


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/jobs", "GET, HEAD, POST"),
        ("PATCH", "/jobs/j1", "DELETE, GET, HEAD"),
        ("POST", "/jobs/latest", "DELETE, GET, HEAD"),
        ("PUT", "/jobs/j1%3Astop", "DELETE, GET, HEAD, POST"),
    ],
)
def test_allow_has_the_methods_of_all_matching_templates(
    idle: Any, method: str, path: str, allow: str
) -> None:
    """A path with a verb also matches the template of the plain parameter."""
    router = Router([route(idle, *job_route) for job_route in JOB_ROUTES])

    with pytest.raises(ErrorResponse) as caught:
        router.match(method, path)

    assert caught.value.headers == {"allow": allow}
