"""Bodies are read in their charset; what cannot be read stores nothing."""

import json

import pytest

from .conftest import BODY, SQL, WireClient, create, names, problem, start


@pytest.mark.parametrize(
    ("media", "charset"),
    [
        ("application/json; charset=utf-8", "utf-8"),
        ("application/json;charset=UTF-8", "utf-8"),
        ("application/json; charset=gbk", "gbk"),
        ("application/json; charset=utf-16", "utf-16"),
        ("application/x-www-form-urlencoded", "utf-8"),
        (None, "utf-8"),
    ],
)
def test_bodies_are_read_in_their_charset(
    wire: WireClient, media: str | None, charset: str
) -> None:
    """JSON is read whatever the media type says: curl sends that of a form."""
    body = {"name": "订单", "executionMode": "STREAMING", "artifact": SQL}
    content = json.dumps(body, ensure_ascii=False).encode(charset)
    wire.send("CreateDeployment", "POST", "/deployments", content, media=media)

    assert names(wire) == ["订单"]


DEEP = b'{"name": "a", "flinkConf": ' + b'{"a":' * 5000 + b"1" + b"}" * 5001
TWICE = b'{"name": "a", "executionMode": "STREAMING", "name": "b"}'


@pytest.mark.parametrize(
    ("content", "media", "code", "message"),
    [
        (b"", None, "MissingBody", "body is missing; it must be application/json"),
        (b" ", None, "InvalidBody", f"{BODY}Input data was truncated"),
        (b"null", None, "InvalidBody", f"{BODY}$ must be an object, not null"),
        (b"{} {}", None, "InvalidBody", f"{BODY}JSON is malformed: trailing characters (byte 4)"),
        (DEEP, None, "InvalidBody", f"{BODY}it is nested too deeply"),
        (
            TWICE,
            None,
            "InvalidBody",
            f'{BODY}it has the property "name" twice in one object; send it once',
        ),
        (
            "订".encode("gbk").join([b'{"name": "', b'"}']),
            None,
            "InvalidBody",
            f"{BODY}it is not utf-8; send utf-8, or name its charset in Content-Type",
        ),
        (
            b"{}",
            "application/json; charset=klingon",
            "InvalidBody",
            f"{BODY}its charset klingon is not supported; use utf-8",
        ),
        (
            b'"' + b"x" * 1024 * 1024 + b'"',
            None,
            "InvalidBody",
            "the body must be at most 1048576 bytes long",
        ),
    ],
    ids=["empty", "blank", "null", "two", "deep", "twice", "gbk", "charset", "large"],
)
def test_a_body_that_cannot_be_read_stores_nothing(
    wire: WireClient, deployment_id: str, content: bytes, media: str | None, code: str, message: str
) -> None:
    """The message says why."""
    response = wire.send("CreateDeployment", "POST", "/deployments", content, media=media)

    assert problem(response) == (400, code, message)
    assert names(wire) == ["orders"]


def test_unknown_properties_are_ignored_wherever_they_stand(wire: WireClient) -> None:
    """A newer caller may send them; nothing of them is stored."""
    plain = create(wire, "plain").body["data"]
    artifact = {"kind": "SQLSCRIPT", "sqlArtifact": {**SQL["sqlArtifact"], "b": 2}, "a": 1}
    new = create(wire, "new", artifact=artifact, logging={"d": 4}, c=3).body["data"]

    assert new.keys() == {*plain, "logging"}
    assert (new["artifact"], new["logging"]) == (SQL, {})


def test_empty_arrays_of_the_vendors_sdk_change_nothing(
    wire: WireClient, deployment_id: str
) -> None:
    """It sends every array of objects, with or without items."""
    path = f"/deployments/{deployment_id}"
    variables = [{"name": "table", "value": "orders"}]
    wire.send("UpdateDeployment", "PUT", path, {"localVariables": variables})
    wire.send("UpdateDeployment", "PUT", path, {"localVariables": []})
    job = start(wire, deployment_id, localVariables=[]).body["data"]

    assert job["localVariables"] == variables


def test_a_deletion_has_no_body(wire: WireClient, deployment_id: str) -> None:
    """It comes with Content-Length: 0, and its response has no data."""
    response = wire.send("DeleteDeployment", "DELETE", f"/deployments/{deployment_id}")

    del response.body["requestId"]
    assert response.body == {
        "success": True,
        "httpCode": 200,
        "errorCode": "",
        "errorMessage": "",
    }
    assert names(wire) == []
