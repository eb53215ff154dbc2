"""Signatures: malformed, wrong, for another operation, or incomplete."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flinkjobs.contract import SIGNER


@pytest.fixture(autouse=True)
def jobs(load: Any, make_job: Any) -> None:
    """Load a job to list."""
    load(make_job("a"))


def test_a_signed_request_is_accepted(owner: Any) -> None:
    """With a correct signature."""
    assert owner.list().job_ids == ["a"]


@pytest.mark.parametrize(
    ("value", "status", "code", "message"),
    [
        (
            None,
            400,
            "MissingAuthorization",
            "the request is not signed: it has no Authorization",
        ),
        (
            "",
            400,
            "MissingAuthorization",
            "the request is not signed: it has no Authorization",
        ),
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
            "the Authorization names headers that are not in the request: x-odd",
        ),
        (
            f"ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host;x-acs-date,Signature={'a' * 64}",
            400,
            "IncompleteSignature",
            "the Authorization omits headers that must be signed: x-acs-action, "
            "x-acs-content-sha256, x-acs-signature-nonce, x-acs-version",
        ),
    ],
)
def test_a_bad_authorization_is_explained(
    owner: Any, value: str | None, status: int, code: str, message: str
) -> None:
    """Each defect has its code and message."""
    response = owner.list_changed("authorization", value)

    assert (response.status, response.code, response.body["Message"]) == (status, code, message)


@pytest.mark.parametrize(
    "name", ["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"]
)
def test_every_required_header_must_be_present(owner: Any, name: str) -> None:
    """A missing signed header is named."""
    response = owner.list_changed(name, None)

    assert response.code == "IncompleteSignature"
    assert f"headers that are not in the request: {name}" in response.body["Message"]


def test_an_unsigned_acs_header_is_refused(owner: Any) -> None:
    """Since it may have been added on the way."""
    request = owner.request()

    response = owner.send(request, [*owner.sign(request), ("x-acs-parent-id", "1")])

    assert response.code == "IncompleteSignature"


@pytest.mark.parametrize(
    ("name", "value"),
    [("workspace", "v"), ("host", "other.example"), ("x-acs-signature-nonce", "another")],
)
def test_a_changed_header_is_detected(owner: Any, name: str, value: str) -> None:
    """Signed values cannot be changed on the way."""
    assert owner.list_changed(name, value).code == "SignatureDoesNotMatch"


def test_any_change_of_a_signed_request_is_detected(owner: Any) -> None:
    """Of method, path and query."""
    request = owner.request()
    headers = owner.sign(request)
    for other in (
        replace(request, query="deploymentId=e"),
        replace(request, query=request.query + "&pageSize=100"),
        replace(request, path="/api/v2/namespaces/m/jobs"),
        replace(request, path="/api/v2/namespaces/%6E/jobs"),
        replace(request, method="HEAD"),
    ):
        response = owner.send(other, headers)

        assert response.status == 400
        assert other.method == "HEAD" or response.code == "SignatureDoesNotMatch"


def test_the_error_of_a_wrong_signature_has_the_canonical_request(owner: Any) -> None:
    """But not the secret."""
    request = owner.request(namespace="a b/ü")
    right = dict(owner.sign(request))
    wrong = right["authorization"][:-64] + "0" * 64

    response = owner.send(request, list((right | {"authorization": wrong}).items()))

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
    assert (response.code, response.status) == ("SignatureDoesNotMatch", 400)
    assert expected in response.body["Message"]
    assert owner.key.secret not in str(response)


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
def test_the_signed_operation_must_be_that_of_the_path(
    owner: Any, operation: str, version: str, message: str
) -> None:
    """And its version that of the API."""
    request = replace(owner.request(), operation=operation)

    response = owner.send(request, owner.sign(request, signer=replace(SIGNER, version=version)))

    assert (
        response.status,
        response.code,
        response.body["Message"],
    ) == (404, "InvalidAction.NotFound", message)


def test_the_body_is_signed(owner: Any) -> None:
    """Even one that the operation does not read."""
    request = replace(owner.request(), body=b"x")
    headers = owner.sign(request)

    assert owner.send(request, headers).status == 200
    response = owner.send(replace(request, body=b"y"), owner.sign(request))
    assert response.code == "SignatureDoesNotMatch"
    assert "but the hash of the body is" in response.body["Message"]


def test_a_content_type_is_signed_when_there_is_a_body(owner: Any) -> None:
    """Without a body, the vendor's asynchronous client sends it unsigned."""
    request = owner.request()
    unsigned = [("content-type", "application/octet-stream"), ("content-length", "0")]
    with_body = replace(request, body=b"x")

    assert owner.send(request, [*owner.sign(request), *unsigned]).status == 200
    response = owner.send(with_body, [*owner.sign(with_body), *unsigned])
    assert response.code == "IncompleteSignature"


def test_repeated_signed_headers_are_joined_by_commas(owner: Any) -> None:
    """In the order of their arrival."""
    request = replace(owner.request(), headers={"workspace": "w", "accept": "a,b"})
    headers = [pair for pair in owner.sign(request) if pair[0] != "accept"]

    assert owner.send(request, [*headers, ("accept", "a"), ("Accept", "b")]).status == 200


def test_a_nonce_may_not_be_empty(owner: Any) -> None:
    """It could be used only once."""
    response = owner.list_changed("x-acs-signature-nonce", "")

    assert (
        response.code,
        response.body["Message"],
    ) == ("IncompleteSignature", "x-acs-signature-nonce is empty; send a unique string")


def test_a_request_names_one_key(owner: Any) -> None:
    """x-acs-accesskey-id must not differ from the Credential."""
    request = replace(owner.request(), headers={"workspace": "w", "x-acs-accesskey-id": "somebody"})

    assert owner.send(request, owner.sign(request)).code == "IncompleteSignature"


def test_signed_headers_may_be_named_in_any_order(owner: Any) -> None:
    """And in any case; the canonical form sorts them."""
    request = owner.request()
    headers = dict(owner.sign(request))
    before, names, after = re.split("SignedHeaders=|,Signature=", headers["authorization"])
    turned = ";".join(reversed(names.upper().split(";")))
    headers["authorization"] = f"{before}SignedHeaders={turned},Signature={after}"

    assert owner.send(request, list(headers.items())).status == 200


@given(text=st.text("/%?#.&=+ é中\n\x00~*:;,a", min_size=1, max_size=20))
def test_any_text_can_be_signed(owner: Any, load: Any, make_job: Any, text: str) -> None:
    """Client and target agree on the canonical form of any id."""
    load(make_job("a", namespace=text, deploymentId=text))

    assert owner.list(namespace=text, deployment_id=text).job_ids == ["a"]
