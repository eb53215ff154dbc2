"""Signature vectors with each intermediate result, so that a failure shows the wrong step.

The expected texts were computed with openssl and agree with the vendor's own signing code.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flinkjobs.contract import SIGNER
from flinkjobs.signing import (
    AccessKey,
    Authorization,
    Request,
    canonical_query,
    canonical_request,
    sha256_hex,
    signature,
    string_to_sign,
)

VECTORS = Path(__file__).parent / "vectors"
NAMES = sorted(folder.name for folder in VECTORS.iterdir())


def read(name: str, file: str) -> str:
    return (VECTORS / name / file).read_text("utf-8")


def request_of(name: str) -> dict[str, Any]:
    return dict(json.loads(read(name, "request.json")))


def signed_headers(vector: dict[str, Any]) -> dict[str, str]:
    """Return all headers of a vector's request, its signature included."""
    request = Request(
        operation=vector["action"],
        method=vector["method"],
        path=vector["path"],
        query=vector["query"],
        headers=vector["headers"],
        body=vector["body"].encode(),
    )
    assert SIGNER.version == vector["version"]
    return SIGNER.sign(
        AccessKey(**vector["access_key"]),
        request,
        host=vector["host"],
        now=datetime.fromisoformat(vector["date"]),
        nonce=vector["nonce"],
    )


@pytest.mark.parametrize("name", NAMES)
def test_canonical_request(name: str) -> None:
    """Step one: method, path, sorted query, signed headers and the body's hash are joined."""
    vector = request_of(name)
    headers = signed_headers(vector)
    del headers["authorization"]

    assert canonical_request(
        vector["method"],
        vector["path"],
        canonical_query(vector["query"]),
        headers,
        sorted(headers),
        sha256_hex(vector["body"].encode()),
    ) == read(name, "canonical_request.txt")


@pytest.mark.parametrize("name", NAMES)
def test_string_to_sign(name: str) -> None:
    """Step two: the canonical request is hashed and named after its algorithm."""
    actual = string_to_sign(read(name, "canonical_request.txt"))

    assert actual == read(name, "string_to_sign.txt")


@pytest.mark.parametrize("name", NAMES)
def test_signature(name: str) -> None:
    """Step three: the string to sign gives the signature with the key's secret."""
    expected = Authorization.parse(read(name, "authorization.txt"))
    secret = request_of(name)["access_key"]["secret"]

    assert signature(secret, read(name, "string_to_sign.txt")) == expected.signature


@pytest.mark.parametrize("name", NAMES)
def test_authorization(name: str) -> None:
    """All steps together: the header that is sent names key, signed headers and signature."""
    headers = signed_headers(request_of(name))

    assert headers["authorization"] == read(name, "authorization.txt")


@pytest.mark.parametrize("name", NAMES)
def test_authorization_round_trip(name: str) -> None:
    """An Authorization header that is parsed and formatted again is the same."""
    header = read(name, "authorization.txt")

    assert str(Authorization.parse(header)) == header


@pytest.mark.parametrize(
    "text",
    [
        "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host;x-acs-date,Signature=ab",
        " ACS3-HMAC-SHA256 Credential=id, SignedHeaders=Host; X-Acs-Date , Signature=ab ",
        "ACS3-HMAC-SHA256 Signature=ab,SignedHeaders=HOST;x-acs-date,Credential=id",
    ],
)
def test_authorization_in_another_form(text: str) -> None:
    """Parts may be in any order, spaces around them, and header names in any case."""
    assert Authorization.parse(text) == Authorization("id", ("host", "x-acs-date"), "ab")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "algorithm"),
        ("Bearer abc", "algorithm"),
        ("ACS3-HMAC-SHA256 SignedHeaders=host,Signature=ab", "Credential"),
        ("ACS3-HMAC-SHA256 Credential=id,Signature=ab", "SignedHeaders"),
        ("ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host", "Signature"),
        ("ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host,Signature=", "Signature"),
        ("ACS3-HMAC-SHA256 Credential=a,Credential=b,SignedHeaders=h,Signature=ab", "Credential"),
    ],
)
def test_malformed_authorization(text: str, wrong: str) -> None:
    """An Authorization header that cannot be read is refused, naming the part that is wrong."""
    with pytest.raises(ValueError, match=f"^{wrong}$"):
        Authorization.parse(text)
