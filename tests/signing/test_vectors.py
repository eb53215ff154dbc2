"""Worked examples of the signature, step by step, so that a failure says which step is wrong.

The expected texts were made with openssl and agree with the vendor's own signing code.
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


def signed_headers(given: dict[str, Any]) -> dict[str, str]:
    """Sign the request of a vector, and give all its headers."""
    request = Request(
        operation=given["action"],
        method=given["method"],
        path=given["path"],
        query=given["query"],
        headers=given["headers"],
        body=given["body"].encode(),
    )
    assert given["version"] == SIGNER.version
    return SIGNER.sign(
        AccessKey(**given["access_key"]),
        request,
        host=given["host"],
        now=datetime.fromisoformat(given["date"]),
        nonce=given["nonce"],
    )


@pytest.mark.parametrize("name", NAMES)
def test_canonical_request(name: str) -> None:
    """Step one: method, path, sorted query, signed headers and the body's hash are joined."""
    given = request_of(name)
    headers = signed_headers(given)
    del headers["authorization"]

    assert read(name, "canonical_request.txt") == canonical_request(
        given["method"],
        given["path"],
        canonical_query(given["query"]),
        headers,
        sorted(headers),
        sha256_hex(given["body"].encode()),
    )


@pytest.mark.parametrize("name", NAMES)
def test_string_to_sign(name: str) -> None:
    """Step two: the canonical request is hashed and named after its algorithm."""
    found = string_to_sign(read(name, "canonical_request.txt"))

    assert read(name, "string_to_sign.txt") == found


@pytest.mark.parametrize("name", NAMES)
def test_signature(name: str) -> None:
    """Step three: the string to sign gives the signature with the key's secret."""
    expected = Authorization.parse(read(name, "authorization.txt"))
    secret = request_of(name)["access_key"]["secret"]

    assert expected.signature == signature(secret, read(name, "string_to_sign.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_authorization(name: str) -> None:
    """All steps together: the header that is sent names key, signed headers and signature."""
    found = signed_headers(request_of(name))

    assert read(name, "authorization.txt") == found["authorization"]


@pytest.mark.parametrize("name", NAMES)
def test_authorization_is_read_as_it_is_written(name: str) -> None:
    """An Authorization header that is taken apart and put together again is the same."""
    written = read(name, "authorization.txt")

    assert written == str(Authorization.parse(written))


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
