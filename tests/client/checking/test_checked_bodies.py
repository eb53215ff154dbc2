"""Bodies are checked against the whole of their schema: by the client before it sends, and by the server."""

import json
from pathlib import Path
from typing import Any

import pytest

from ...generator.generating import generator, python

SPEC = Path(__file__).with_name("orders.yaml")
CALL = """
import asyncio, json, sys
import msgspec
from orders import Client, UsageError, server
from orders.models import Order
from orders.transports import Response
from orders._runtime.models.unions import decode_union
from orders.operations import CREATE_ORDER, SUBMIT_FORM

class Orders(server.Orders):
    async def create_order(self, call, parameters): return parameters.body
    async def submit_form(self, call, parameters): return None

app = server.build_app(orders=Orders())
sent = []

def serve(path, media, body):
    headers = [(b"content-type", media.encode()), (b"content-length", str(len(body)).encode())]
    scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "scheme": "http",
             "query_string": b"", "http_version": "1.1", "client": None, "headers": headers}
    messages = []
    async def receive(): return {"type": "http.request", "body": body, "more_body": False}
    async def send(message): messages.append(message)
    asyncio.run(app(scope, receive, send))
    return messages[0]["status"], messages[1].get("body", b"")

class InProcess:
    def send(self, endpoint, request, timeout):
        sent.append(request.body.decode())
        status, body = serve(request.path, request.headers["content-type"], request.body)
        return Response(status=status, headers={"content-type": "application/json"}, body=body)
    def close(self): pass

client = Client(transport=InProcess())

def attempt(call, body):
    try:
        call(body=body)
    except UsageError as error:
        return str(error)
    return sent.pop()

def refusal(path, media, body):
    status, answer = serve(path, media, body)
    if status < 300:
        return [status]
    error = json.loads(answer)
    return [status, error.get("Code") or error.get("code"), error.get("Message") or error.get("detail")]

results = []
for kind, body in json.loads(sys.argv[1]):
    if kind == "form":
        text = "&".join(f"{name}={value}" for name, value in body.items()).encode()
        served = refusal("/forms", "application/x-www-form-urlencoded", text)
        results.append([attempt(client.orders.submit_form, body), served])
        continue
    served = refusal("/orders", "application/json", json.dumps(body).encode())
    calls = [attempt(client.orders.create, body)]
    try:
        model = msgspec.convert(body, Order, dec_hook=decode_union)
        calls.append(attempt(client.orders.create, model))
    except msgspec.ValidationError:
        pass
    results.append([*calls, served])
print(json.dumps(results))
"""
ITEM = {"size": "s", "count": 1}
INVALID: list[tuple[dict[str, Any], str]] = [
    (
        {"items": [{"size": "huge", "count": 1}]},
        '$.items[0].size must be one of "s", "m", not "huge"',
    ),
    ({"items": [ITEM, {"size": "m"}]}, "$.items[1].count is missing"),
    ({"items": [{"size": "s", "count": 10}]}, "$.items[0].count must be at most 9, not 10"),
    ({"items": []}, "$.items must be a list of at least 1 items, not []"),
    ({"items": [ITEM], "priority": 0}, "$.priority must be at least 1, not 0"),
    ({"items": [ITEM], "priority": 10}, "$.priority must be less than 10, not 10"),
    ({"items": [ITEM], "priority": True}, "$.priority must be an integer, not true"),
    ({"items": [ITEM], "weight": -0.5}, "$.weight must be more than 0, not -0.5"),
    ({"items": [ITEM], "weight": 0.7}, "$.weight must be a multiple of 0.5, not 0.7"),
    ({"items": [ITEM], "code": "a"}, '$.code must be a string of at least 2 characters, not "a"'),
    (
        {"items": [ITEM], "code": "abcde"},
        '$.code must be a string of at most 4 characters, not "abcde"',
    ),
    ({"items": [ITEM], "code": "12"}, '$.code must be a string that matches ^[a-z]+, not "12"'),
    ({"items": [ITEM], "note": 1}, "$.note must be a string or null, not 1"),
    (
        {"items": [ITEM], "tags": ["a", "a"]},
        '$.tags must be a list of different items, not ["a","a"]',
    ),
    ({"items": [ITEM], "tags": [None]}, "$.tags[0] must be a string, not null"),
    (
        {"items": [ITEM], "labels": {"a b": "too long"}},
        '$.labels["a b"] must be a string of at most 5 characters, not "too long"',
    ),
    (
        {"items": [ITEM], "labels": {"a": "", "b": "", "c": ""}},
        '$.labels must be an object of at most 2 properties, not {"a":"","b":"","c":""}',
    ),
    ({"items": [ITEM], "parent": {}}, "$.parent.items is missing"),
    ({"items": [ITEM], "amount": 0}, '$.amount must be at least 1 or one of "all", "none", not 0'),
    ({"items": [ITEM], "contact": {}}, "$.contact.mail is missing"),
    (
        {"items": [ITEM], "payment": {}},
        '$.payment.kind is missing; it must be one of "card", "cash"',
    ),
    (
        {"items": [ITEM], "payment": {"kind": "gold"}},
        '$.payment.kind must be one of "card", "cash", not "gold"',
    ),
    ({"items": [ITEM], "payment": {"kind": "card"}}, "$.payment.number is missing"),
    (
        {"items": [ITEM], "payment": {"kind": "cash", "coins": [3]}},
        "$.payment.coins[0] must be one of 1, 2, 5, not 3",
    ),
]
VALID: list[dict[str, Any]] = [
    {"items": [ITEM]},
    {"items": [ITEM], "note": None, "unknown": {"a": 1}},
    {"items": [ITEM], "priority": None, "amount": "all", "weight": 1.5},
    {"items": [ITEM], "contact": {"phone": "1"}, "payment": {"kind": "card", "number": "1"}},
    {"items": [ITEM], "parent": {"items": [ITEM], "parent": {"items": [ITEM]}}},
]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of an API of somebody else, whose bodies have bounds of every kind."""
    out = tmp_path_factory.mktemp("checking") / "orders"
    done = generator("generate", "--spec", SPEC, "--out", out, "--package", "orders")
    assert (done.returncode, done.stderr) == (0, "")
    return out


def results_of(package: Path, bodies: list[tuple[str, Any]]) -> list[Any]:
    """Return what a call with each body gives, as a dictionary and as a model, and what the server says."""
    done = python("-c", CALL, json.dumps(bodies), PYTHONPATH=str(package / "src"))
    assert done.returncode == 0, done.stderr
    results: list[Any] = json.loads(done.stdout)
    return results


def test_invalid_bodies(package: Path) -> None:
    """Nothing is sent; the message has the JSON path. Dictionary, model and server agree."""
    results = results_of(package, [("json", body) for body, _ in INVALID])

    for (body, fault), (*calls, (status, code, message)) in zip(INVALID, results, strict=True):
        checked = calls[:1] if "payment" in body else calls  # a model has its tag by default
        assert set(checked) == {f"createOrder: body is invalid: {fault}"}, body
        assert (status, code) == (400, "InvalidBody"), body
        assert message == f"the body is invalid: {fault}", body


def test_a_required_property_of_the_body(package: Path) -> None:
    """A server names the property in the error code; so it is with null."""
    results = results_of(package, [("json", {}), ("json", {"items": None})])

    for *calls, (status, code, _) in results:
        assert set(calls) == {"createOrder: body is invalid: $.items is missing"}
        assert (status, code) == (400, "MissingItems")


def test_valid_bodies(package: Path) -> None:
    """A dictionary is sent as it is, unknown properties and nulls included."""
    results = results_of(package, [("json", body) for body in VALID])

    for body, (sent, _, served) in zip(VALID, results, strict=True):
        assert json.loads(sent) == body
        assert served == [200], body


def test_read_only_properties_at_every_depth(package: Path) -> None:
    """A model that was read is sent without them, of whatever type they are."""
    item = {**ITEM, "seen": "now"}
    ((_, sent, served),) = results_of(package, [("json", {"orderId": "o", "items": [item]})])

    assert json.loads(sent) == {"items": [ITEM]}
    assert served == [200]


def test_forms(package: Path) -> None:
    """A form is held to its schema like JSON."""
    bodies = [{"name": "abcd"}, {"count": 1}, {"name": "a", "count": 0}, {"name": "a", "count": 2}]
    results = results_of(package, [("form", body) for body in bodies])

    long = '$.name must be a string of at most 3 characters, not "abcd"'
    low = "$.count must be at least 1, not 0"
    assert results == [
        [
            f"submitForm: body is invalid: {long}",
            [400, "InvalidBody", f"the body is invalid: {long}"],
        ],
        [
            "submitForm: body is invalid: $.name is missing",
            [400, "MissingName", "the body is invalid: $.name is missing"],
        ],
        [
            f"submitForm: body is invalid: {low}",
            [400, "InvalidBody", f"the body is invalid: {low}"],
        ],
        ["name=a&count=2", [204]],
    ]
