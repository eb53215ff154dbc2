"""A request is answered only when it is signed with an active key, lately, for this, and once."""

import random
import re
from typing import Any

import pytest
from msgspec.structs import replace

from flinkjobs.contract import SIGNER


@pytest.fixture(autouse=True)
def jobs(load: Any, make_job: Any) -> None:
    """Have something to list."""
    load(make_job("a"))


def test_a_signed_request_is_answered(owner: Any) -> None:
    """The right signature opens the door."""
    assert ["a"] == owner.list().job_ids


@pytest.mark.parametrize(
    ("value", "status", "code", "message"),
    [
        (None, 400, "MissingAuthorization", "the request is not signed: it has no Authorization"),
        ("", 400, "MissingAuthorization", "the request is not signed: it has no Authorization"),
        (
            "Bearer abc",
            400,
            "InvalidSignatureMethod",
            "the Authorization must begin with ACS3-HMAC-SHA256, not Bearer",
        ),
        (
            "acs3-hmac-sha256 Credential=a,SignedHeaders=b,Signature=c",
            400,
            "InvalidSignatureMethod",
            "the Authorization must begin with ACS3-HMAC-SHA256, not acs3-hmac-sha256",
        ),
        (
            f"ACS3-HMAC-SHA256 SignedHeaders=host,Signature={'a' * 64}",
            400,
            "IncompleteSignature",
            "the Authorization needs one Credential, as in "
            "ACS3-HMAC-SHA256 Credential=…,SignedHeaders=a;b;c,Signature=…",
        ),
        (
            f"ACS3-HMAC-SHA256 Credential=a,Credential=b,SignedHeaders=c,Signature={'a' * 64}",
            400,
            "IncompleteSignature",
            "the Authorization needs one Credential, as in "
            "ACS3-HMAC-SHA256 Credential=…,SignedHeaders=a;b;c,Signature=…",
        ),
        (
            f"ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature={'A' * 64}",
            400,
            "IncompleteSignature",
            "the Authorization needs a Signature of 64 digits, each of 0 to 9 or a to f",
        ),
        (
            f"ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature={'a' * 65}",
            400,
            "IncompleteSignature",
            "the Authorization needs a Signature of 64 digits, each of 0 to 9 or a to f",
        ),
        (
            f"ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host;Host,Signature={'a' * 64}",
            400,
            "IncompleteSignature",
            "the Authorization names a header twice in SignedHeaders",
        ),
        (
            f"ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host;x-odd,Signature={'a' * 64}",
            400,
            "IncompleteSignature",
            "the Authorization names headers that the request has not: x-odd",
        ),
        (
            f"ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host;x-acs-date,Signature={'a' * 64}",
            400,
            "IncompleteSignature",
            "the Authorization leaves out headers that must be signed: x-acs-action, "
            "x-acs-content-sha256, x-acs-signature-nonce, x-acs-version",
        ),
    ],
)
def test_a_bad_authorization_is_explained(
    owner: Any, value: str | None, status: int, code: str, message: str
) -> None:
    """Each way to be unreadable has its code, and a message that says what to write."""
    answer = owner.list_changed("authorization", value)

    assert (status, code, message) == (answer.status, answer.code, answer.body["Message"])


@pytest.mark.parametrize(
    "name", ["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"]
)
def test_every_required_header_must_be_there(owner: Any, name: str) -> None:
    """A signed header that was dropped on the way is missed."""
    answer = owner.list_changed(name, None)

    assert "IncompleteSignature" == answer.code
    assert f"headers that the request has not: {name}" in answer.body["Message"]


def test_an_unsigned_acs_header_is_refused(owner: Any) -> None:
    """Nobody may add to a request what its caller did not sign."""
    request = owner.request()

    answer = owner.send(request, [*owner.sign(request), ("x-acs-parent-id", "1")])

    assert "IncompleteSignature" == answer.code


@pytest.mark.parametrize(
    ("name", "value"),
    [("workspace", "v"), ("host", "other.example"), ("x-acs-signature-nonce", "another")],
)
def test_a_changed_header_is_noticed(owner: Any, name: str, value: str) -> None:
    """What was signed cannot be changed on the way."""
    assert "SignatureDoesNotMatch" == owner.list_changed(name, value).code


def test_any_change_of_a_signed_request_is_noticed(owner: Any) -> None:
    """Method, path, query and signature hang together."""
    request = owner.request()
    headers = owner.sign(request)
    for other in (
        replace(request, query="deploymentId=e"),
        replace(request, query=request.query + "&pageSize=100"),
        replace(request, path="/api/v2/namespaces/m/jobs"),
        replace(request, path="/api/v2/namespaces/%6E/jobs"),
        replace(request, method="HEAD"),
    ):
        answer = owner.send(other, headers)

        assert 400 == answer.status
        assert other.method == "HEAD" or "SignatureDoesNotMatch" == answer.code


def test_a_wrong_signature_is_answered_with_what_was_signed_here(owner: Any) -> None:
    """The difference is visible at a glance; the secret is not."""
    request = owner.request(namespace="a b/ü")
    right = dict(owner.sign(request))
    wrong = right["authorization"][:-64] + "0" * 64

    answer = owner.send(request, list((right | {"authorization": wrong}).items()))

    names = "host;workspace;x-acs-action;x-acs-content-sha256;x-acs-date;"
    expected = (
        "GET\n/api/v2/namespaces/a%20b%2F%C3%BC/jobs\ndeploymentId=d\n"
        "host:target.example\nworkspace:w\nx-acs-action:ListJobs\n"
        f"x-acs-content-sha256:{right['x-acs-content-sha256']}\n"
        f"x-acs-date:2026-11-22T12:00:00Z\nx-acs-signature-nonce:"
        f"{right['x-acs-signature-nonce']}\nx-acs-version:2022-07-18\n\n"
        f"{names}x-acs-signature-nonce;x-acs-version\n{right['x-acs-content-sha256']}\n"
        "The string to sign is:\nACS3-HMAC-SHA256\n"
    )
    assert ("SignatureDoesNotMatch", 400) == (answer.code, answer.status)
    assert expected in answer.body["Message"]
    assert owner.key.secret not in str(answer)


@pytest.mark.parametrize(
    ("operation", "version", "message"),
    [
        (
            "StartJob",
            "2022-07-18",
            "this path is ListJobs by its x-acs-action, but StartJob was signed",
        ),
        (
            "listjobs",
            "2022-07-18",
            "this path is ListJobs by its x-acs-action, but listjobs was signed",
        ),
        (
            "ListJobs",
            "2020-01-01",
            "this path is 2022-07-18 by its x-acs-version, but 2020-01-01 was signed",
        ),
    ],
)
def test_the_signed_operation_is_the_one_of_the_path(
    owner: Any, operation: str, version: str, message: str
) -> None:
    """A signature for one operation does not serve for another."""
    request = replace(owner.request(), operation=operation)

    answer = owner.send(request, owner.sign(request, signer=replace(SIGNER, version=version)))

    assert (404, "InvalidAction.NotFound", message) == (
        answer.status,
        answer.code,
        answer.body["Message"],
    )


def test_a_body_is_part_of_what_is_signed(owner: Any) -> None:
    """Even one that the operation does not read."""
    request = replace(owner.request(), body=b"x")
    headers = owner.sign(request)

    assert 200 == owner.send(request, headers).status
    answer = owner.send(replace(request, body=b"y"), owner.sign(request))
    assert "SignatureDoesNotMatch" == answer.code
    assert "but the hash of the body is" in answer.body["Message"]


def test_a_content_type_is_signed_when_there_is_a_body(owner: Any) -> None:
    """Without one it need not be: the vendor's asynchronous client sends it unsigned."""
    request = owner.request()
    unsigned = [("content-type", "application/octet-stream"), ("content-length", "0")]
    with_body = replace(request, body=b"x")

    assert 200 == owner.send(request, [*owner.sign(request), *unsigned]).status
    answer = owner.send(with_body, [*owner.sign(with_body), *unsigned])
    assert "IncompleteSignature" == answer.code


def test_repeated_signed_headers_are_joined_by_commas(owner: Any) -> None:
    """They are one value of the canonical request, in the order of their arrival."""
    request = replace(owner.request(), headers={"workspace": "w", "accept": "a,b"})
    headers = [pair for pair in owner.sign(request) if pair[0] != "accept"]

    assert 200 == owner.send(request, [*headers, ("accept", "a"), ("Accept", "b")]).status


def test_a_nonce_may_not_be_empty(owner: Any) -> None:
    """It would be used up by the first request."""
    answer = owner.list_changed("x-acs-signature-nonce", "")

    assert ("IncompleteSignature", "x-acs-signature-nonce is empty; send a fresh text") == (
        answer.code,
        answer.body["Message"],
    )


def test_a_request_names_one_key(owner: Any) -> None:
    """The header of temporary keys may not name another one than the signature does."""
    request = replace(owner.request(), headers={"workspace": "w", "x-acs-accesskey-id": "somebody"})

    assert "IncompleteSignature" == owner.send(request, owner.sign(request)).code


def test_signed_headers_may_be_named_in_any_order(owner: Any) -> None:
    """The canonical form has them sorted, in whatever order and case they are named."""
    request = owner.request()
    headers = dict(owner.sign(request))
    before, names, after = re.split("SignedHeaders=|,Signature=", headers["authorization"])
    turned = ";".join(reversed(names.upper().split(";")))
    headers["authorization"] = f"{before}SignedHeaders={turned},Signature={after}"

    assert 200 == owner.send(request, list(headers.items())).status


def test_any_text_can_be_signed(owner: Any, load: Any, make_job: Any) -> None:
    """Client and target agree on the canonical form of whatever an id may hold."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(100):
        text = "".join(chance.choice("/%?#.&=+ é中\n\x00~*:;,a") for _ in range(4))
        load(make_job("a", namespace=text, deploymentId=text))

        assert ["a"] == owner.list(namespace=text, deployment_id=text).job_ids
