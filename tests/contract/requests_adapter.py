"""The requests library, which schemathesis sends with: signed, or sent with the client of the suite."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.auth import AuthBase
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse

from .contract import Contract, Operation
from .signing import Key, RawRequest, Signer
from .target_client import TargetClient

__all__ = ["RequestSignature", "SigningAdapter", "signing_session", "to_raw_request"]

_REPLACED_HEADERS = (
    "user-agent",
    "accept-encoding",
    "accept",
    "connection",
    "content-length",
    "host",
    "authorization",
)
_SIGNATURE_PREFIX = "x-acs-"
"""Headers of a signature begin with it; one that a case made up would spoil ours."""


class SigningAdapter(BaseAdapter):
    """An adapter that signs each request as one of an operation, and sends it with the client."""

    def __init__(self, client: TargetClient, operation: Operation) -> None:
        super().__init__()
        self._client = client
        self._operation = operation

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        signed = self._client.sign(self._operation, to_raw_request(request))
        request.headers = CaseInsensitiveDict(signed.headers)
        raw = self._client.send(self._operation, signed)
        response = requests.Response()
        response.status_code = raw.status
        response.headers = CaseInsensitiveDict(raw.headers)
        response.raw = HTTPResponse(
            BytesIO(raw.body), headers=dict(raw.headers), status=raw.status, preload_content=False
        )
        response.request, response.url = request, str(request.url)
        return response

    def close(self) -> None:
        """Leave the client to whoever opened it."""


class RequestSignature(AuthBase):
    """Signs a request of the requests library for the operation that its path leads to.

    Those for which `may_sign` is False are sent as they are.
    """

    def __init__(
        self,
        contract: Contract,
        key: Key,
        *,
        may_sign: Callable[[requests.PreparedRequest], bool] = lambda _: True,
    ) -> None:
        self._contract = contract
        self._key = key
        self._may_sign = may_sign
        self._signer = Signer(contract.signature)

    def __call__(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        if not self._may_sign(prepared):
            return prepared
        sent = to_raw_request(prepared)
        signed = self._signer.sign(
            self._key,
            sent,
            action=self._action(sent),
            host=urlsplit(str(prepared.url)).netloc,
            now=datetime.now(UTC),
            nonce=uuid.uuid4().hex,
        )
        for name in list(prepared.headers):
            if name.lower().startswith(_SIGNATURE_PREFIX):
                del prepared.headers[name]
        prepared.headers.update(signed.headers)
        return prepared

    def _action(self, request: RawRequest) -> str:
        """Return the operation of a path, of several the one with the method; empty when there is none."""
        found = {
            operation.method: operation.name
            for operation in reversed(self._contract.operations)
            if operation.pattern.match(request.path) is not None
        }
        return found.get(request.method) or next(iter(found.values()), "")


def signing_session(client: TargetClient, operation: Operation) -> requests.Session:
    """Build a session whose requests are those of an operation."""
    session = requests.Session()
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, SigningAdapter(client, operation))
    return session


def to_raw_request(request: requests.PreparedRequest) -> RawRequest:
    """Convert a prepared request, without what signing adds."""
    parts = urlsplit(str(request.url))
    body: Any = request.body or b""
    headers = {
        name.lower(): value if isinstance(value, str) else value.decode("latin-1")
        for name, value in request.headers.items()
        if name.lower() not in _REPLACED_HEADERS and not name.lower().startswith(_SIGNATURE_PREFIX)
    }
    content = body.encode() if isinstance(body, str) else bytes(body)
    return RawRequest(str(request.method), parts.path, parts.query, headers, content)
