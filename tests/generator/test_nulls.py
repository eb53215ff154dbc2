"""A request says null where the contract wants a value and null is one, and nowhere else."""

import json
from pathlib import Path
from typing import Any

import pytest

from .generating import generator, python

SPEC = Path(__file__).parent / "constructs" / "nulls.yaml"
HEAD = """
import json, msgspec
from nulls.models import *
from nulls.operations import *
from nulls._runtime.client.request import build_request
from nulls._runtime.models.unions import decode_union

def sent(operation, body):
    return json.loads(build_request(operation, {"body": body}).body)

def show(value):
    print(json.dumps(value))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the document, whose orders have something that only a server says."""
    folder = tmp_path_factory.mktemp("nulls")
    out, spec = folder / "nulls", folder / "spec.yaml"
    text = SPEC.read_text("utf-8").replace("required: [id, ", "required: [shipped, id, ", 1)
    shipped = 'shipped: {type: [string, "null"], readOnly: true}\n        endDate:'
    spec.write_text(text.replace("endDate:", shipped, 1), "utf-8")
    done = generator("generate", "--spec", spec, "--out", out, "--package", "nulls")
    assert (done.returncode, done.stderr) == (0, "")
    return out


def shown(package: Path, code: str) -> Any:
    done = python("-c", HEAD + code, cwd=package.parent, PYTHONPATH=str(package / "src"))
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_required(package: Path) -> None:
    """A required, nullable property is sent as null, whatever its wire name; optional and read-only
    ones are left out."""
    found = shown(
        package, "show(sent(POST_ORDERS, Order(id='a', lines=[Line(article='saw')], by_name={})))"
    )

    nulls = {"endDate": None, "NULL": None, "anything": None, "choice": None}
    lines = [{"article": "saw", "price": None}]
    assert found == {"id": "a", **nulls, "lines": lines, "by-name": {}}


def test_a_required_property(package: Path) -> None:
    """One that must be there and cannot be null is asked for before anything is sent."""
    code = """
try:
    sent(POST_ORDERS, {"id": "a", "lines": []})
except Exception as error:
    show(type(error).__name__)
"""
    assert shown(package, code) == "UsageError"


def test_inside(package: Path) -> None:
    """So it is in models within lists, maps and unions."""
    code = """
line = Line(article="saw")
found = sent(POST_ORDERS, Order(id="a", lines=[line], by_name={"x": line}, choice=Gift(card="c")))
show([found["lines"], found["by-name"], found["choice"]])
"""
    line = {"article": "saw", "price": None}
    assert [[line], {"x": line}, {"wrapping": None, "card": "c"}] == shown(package, code)


def test_on_purpose(package: Path) -> None:
    """A dictionary is sent as it is, a null for what may be left out included."""
    code = """
order = {"id": "a", "note": None, "endDate": None, "NULL": None, "anything": None, "choice": None, "lines": [{"article": "saw", "price": None}], "by-name": {}}
show([sent(POST_ORDERS, order), sent(POST_ORDERS, POST_ORDERS.parameters[0].codec.decode(json.dumps(order)))])
"""
    nulls = {"endDate": None, "NULL": None, "anything": None, "choice": None}
    lines = [{"article": "saw", "price": None}]
    order: dict[str, Any] = {"id": "a", "note": None, **nulls, "lines": lines, "by-name": {}}
    assert shown(package, code) == [order, order]


def test_servers(package: Path) -> None:
    """A server says null for what must be there, also where nobody else may say it."""
    code = """
from nulls._runtime.server.response_encoding import encode_result
show(json.loads(encode_result(GET_RECEIPT, None, "", Receipt())))
"""
    assert shown(package, code) == {"paid": None}


def test_answers(package: Path) -> None:
    """A reader takes an answer that lacks what must be there and may be null, and finds None."""
    code = """
order = msgspec.json.decode(b'{"id": "a", "lines": [], "by-name": {}}', type=Order, dec_hook=decode_union)
show([order.end_date])
"""
    assert shown(package, code) == [None]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"kind": "user", "id": "1"}, "ById"),
        ({"kind": "user", "mail": "a@b"}, "ByMail"),
        ({"kind": "staff", "staff": "1", "mail": "a@b"}, "OfStaff"),
    ],
)
def test_unions_of_unions(package: Path, value: dict[str, str], expected: str) -> None:
    """A value becomes the alternative that fits it best, also where that is one of another union."""
    code = f"""
value = {value!r}
reply = msgspec.convert(value, POST_REPLIES.parameters[0].codec.type, dec_hook=decode_union)
show([type(reply).__name__, sent(POST_REPLIES, reply)])
"""
    assert [expected, value] == shown(package, code)
