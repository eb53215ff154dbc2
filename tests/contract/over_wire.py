"""Lets the requests library, which schemathesis sends with, go over the wire of the suite."""

from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse

from .contract import Operation
from .signing import Sent
from .wire import Wire

__all__ = ["WireAdapter", "sent_of", "session_over"]

_MADE_ANEW = (
    "user-agent",
    "accept-encoding",
    "accept",
    "connection",
    "content-length",
    "host",
    "authorization",
)
_SIGNATURE = "x-acs-"
"""What the headers of a signature begin with; one of another's making would spoil ours."""


class WireAdapter(BaseAdapter):
    """Signs each request of an operation as it is about to go over the wire, and sends it."""

    def __init__(self, wire: Wire, operation: Operation) -> None:
        super().__init__()
        self._wire = wire
        self._operation = operation

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        signed = self._wire.sign(self._operation, sent_of(request))
        request.headers = CaseInsensitiveDict(signed.headers)
        reply = self._wire.send(self._operation, signed)
        response = requests.Response()
        response.status_code = reply.status
        response.headers = CaseInsensitiveDict(reply.headers)
        response.raw = HTTPResponse(
            BytesIO(reply.body),
            headers=dict(reply.headers),
            status=reply.status,
            preload_content=False,
        )
        response.request, response.url = request, str(request.url)
        return response

    def close(self) -> None:
        """Leave the wire to whoever opened it."""


def session_over(wire: Wire, operation: Operation) -> requests.Session:
    """Make a session whose requests are those of an operation."""
    session = requests.Session()
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, WireAdapter(wire, operation))
    return session


def sent_of(request: requests.PreparedRequest) -> Sent:
    """Take a prepared request as it stands."""
    parts = urlsplit(str(request.url))
    body: Any = request.body or b""
    headers = {
        name.lower(): value if isinstance(value, str) else value.decode("latin-1")
        for name, value in request.headers.items()
        if name.lower() not in _MADE_ANEW and not name.lower().startswith(_SIGNATURE)
    }
    content = body.encode() if isinstance(body, str) else bytes(body)
    return Sent(str(request.method), parts.path, parts.query, headers, content)
