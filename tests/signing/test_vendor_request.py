"""Requests that the vendor's SDK really sends: our module computes the same signature from the wire."""

import asyncio
from typing import Any

import pytest
from alibabacloud_tea_openapi.utils_models import Config
from alibabacloud_ververica20220718 import models as vendor
from alibabacloud_ververica20220718.client import Client as VendorClient
from darabonba.runtime import RuntimeOptions

from flinkjobs.signing import (
    Authorization,
    canonical_query,
    canonical_request,
    must_be_signed,
    sha256_hex,
    signature,
    string_to_sign,
)

from .recording_server import ReceivedRequest, Recording

SECRET = "vendor-secret"
CASES: list[tuple[str, dict[str, Any], str | None]] = [
    ("default", {"deployment_id": "58718c99-3b29"}, None),
    ("my project", {"deployment_id": "a b", "page_index": 2, "page_size": 100}, None),
    ("team/project", {"deployment_id": "~ + % * & = /"}, None),
    ("默认-é", {"deployment_id": "部署", "sort_name": "gmt_create"}, None),
    ("default", {"deployment_id": "x"}, "CAIS/token+with==signs"),
    ("a%20b", {"deployment_id": "%41", "page_size": 1}, None),
]


def call(recording: Recording, way: str, case: tuple[str, dict[str, Any], str | None]) -> None:
    """List jobs with the vendor's SDK, synchronously or not."""
    namespace, parameters, token = case
    settings = Config(
        access_key_id="vendor-id",
        access_key_secret=SECRET,
        security_token=token,
        endpoint=recording.host,
        protocol="HTTP",
    )
    arguments = (
        namespace,
        vendor.ListJobsRequest(**parameters),
        vendor.ListJobsHeaders(workspace="a14bd5d90a"),
        RuntimeOptions(),
    )
    client = VendorClient(settings)
    if way == "sync":
        client.list_jobs_with_options(*arguments)
    else:
        asyncio.run(client.list_jobs_with_options_async(*arguments))


def recomputed(request: ReceivedRequest, signed: tuple[str, ...]) -> str:
    """Sign what request, from nothing but the wire and the secret."""
    path, _, query = request.target.partition("?")
    digest = sha256_hex(request.body)
    canonical = canonical_request(
        request.method, path, canonical_query(query), request.headers, signed, digest
    )
    return signature(SECRET, string_to_sign(canonical))


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
@pytest.mark.parametrize("way", ["sync", "async"])
@pytest.mark.filterwarnings("ignore")
def test_vendor_signature(
    recording: Recording, way: str, case: tuple[str, dict[str, Any], str | None]
) -> None:
    """The signature of a real request of the vendor's SDK is the one that we compute from it."""
    call(recording, way, case)
    (request,) = recording.requests
    stated = Authorization.parse(request.headers["authorization"])

    assert recomputed(request, stated.signed) == stated.signature
    assert [n for n in request.headers if must_be_signed(n) and n not in stated.signed] == []
