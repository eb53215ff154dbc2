"""What the vendor's SDK really sends: our module computes the same signature from the wire."""

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

from .wire import Arrived, Listener

SECRET = "vendor-secret"
CASES: list[tuple[str, dict[str, Any], str | None]] = [
    ("default", {"deployment_id": "58718c99-3b29"}, None),
    ("my project", {"deployment_id": "a b", "page_index": 2, "page_size": 100}, None),
    ("team/project", {"deployment_id": "~ + % * & = /"}, None),
    ("默认-é", {"deployment_id": "部署", "sort_name": "gmt_create"}, None),
    ("default", {"deployment_id": "x"}, "CAIS/token+with==signs"),
    ("a%20b", {"deployment_id": "%41", "page_size": 1}, None),
]


def call(listener: Listener, way: str, case: tuple[str, dict[str, Any], str | None]) -> None:
    """List jobs with the vendor's SDK, synchronously or not."""
    namespace, parameters, token = case
    settings = Config(
        access_key_id="vendor-id",
        access_key_secret=SECRET,
        security_token=token,
        endpoint=listener.host,
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


def recomputed(arrived: Arrived, signed: tuple[str, ...]) -> str:
    """Sign what arrived, from nothing but the wire and the secret."""
    path, _, query = arrived.target.partition("?")
    digest = sha256_hex(arrived.body)
    canonical = canonical_request(
        arrived.method, path, canonical_query(query), arrived.headers, signed, digest
    )
    return signature(SECRET, string_to_sign(canonical))


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
@pytest.mark.parametrize("way", ["sync", "async"])
@pytest.mark.filterwarnings("ignore")
def test_vendor_signature(
    listener: Listener, way: str, case: tuple[str, dict[str, Any], str | None]
) -> None:
    """The signature of a real request of the vendor's SDK is the one that we compute from it."""
    call(listener, way, case)
    (arrived,) = listener.arrived
    stated = Authorization.parse(arrived.headers["authorization"])

    assert stated.signature == recomputed(arrived, stated.signed)
    assert [] == [n for n in arrived.headers if must_be_signed(n) and n not in stated.signed]
