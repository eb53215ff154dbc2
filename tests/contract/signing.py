"""Signing what schemathesis sends, as it is about to go over the wire."""

import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase

from flinkjobs import AccessKey
from flinkjobs.contract import API
from flinkjobs.signing import Request

__all__ = ["Signature"]


class Signature(AuthBase):
    """Signs a prepared request, every header of the contract included."""

    def __init__(self, key: AccessKey, operation: str) -> None:
        self._key = key
        self._operation = operation

    def __call__(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        parts = urlsplit(str(prepared.url))
        body: Any = prepared.body or b""
        request = Request(
            operation=self._operation,
            method=str(prepared.method),
            path=parts.path,
            query=parts.query,
            headers={},
            body=body.encode() if isinstance(body, str) else bytes(body),
        )
        assert API.signer is not None
        now, nonce = datetime.now(UTC), uuid.uuid4().hex
        headers = API.signer.sign(self._key, request, host=parts.netloc, now=now, nonce=nonce)
        prepared.headers.update(headers)
        return prepared
