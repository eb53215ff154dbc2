"""Requests to endpoints that the contract does not describe: operations made for one call."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import msgspec

from ..client.error_response import UNDECODABLE, raise_failure
from ..client.request import is_header_value
from ..client.response import Response
from ..contract.api import Api
from ..contract.operation import Operation, Parameter
from ..errors import UsageError
from ..messages import Message
from ..parameters.bodies import BinaryBody, JsonBody
from .raw_response import RawResponse

__all__ = ["decode_open_response", "open_operation"]


def open_operation(api: Api, method: str, path: str, body: object, action: str) -> Operation[Any]:
    """Return an operation for one request; raise UsageError for a path or method of another form."""
    is_path = isinstance(path, str) and path.startswith("/") and not set(path) & set("?# {}")
    if not is_path or not path.isascii() or not path.isprintable():
        raise UsageError(
            Message(
                "path must begin with / and be percent-encoded, without a query, not {path}",
                path=repr(path),
            )
        )
    if not isinstance(method, str) or not method.isascii() or not method.isalpha():
        raise UsageError(
            Message("method must be one of HTTP's, such as GET, not {method}", method=repr(method))
        )
    if api.signed and not is_header_value(action or " "):
        raise UsageError(Message("action is missing: a signature covers the operation's name"))
    codec = BinaryBody() if isinstance(body, bytes) else JsonBody()
    carries = () if body is None else (_body(codec),)
    return Operation(
        name=action or f"{method.upper()} {path}",
        method=method.upper(),
        path=path,
        parameters=carries,
        response_type=bytes,
        decoding="bytes",
    )


def _body(codec: BinaryBody | JsonBody) -> Parameter:
    return Parameter(name="body", wire_name="body", location="body", codec=codec, required=True)


def decode_open_response(
    api: Api, operation: Operation[Any], response: Response
) -> RawResponse[Any]:
    """Return a response with its JSON as value, else its bytes.

    Raises the error that an envelope reports.
    """
    value: Any = response.body
    if "json" in response.headers.get("content-type", "json"):
        try:
            value = msgspec.json.decode(response.body)
        except UNDECODABLE:
            value = response.body
    envelope = api.envelope
    if envelope and isinstance(value, Mapping) and value.get(_camel(envelope.success)) is False:
        names = (envelope.success, envelope.code, envelope.message, envelope.request_id)
        fields = SimpleNamespace(**{name: value.get(_camel(name)) for name in names})
        raise_failure(api, operation, envelope, fields, response)
    return RawResponse(
        status=response.status, headers=response.headers, body=response.body, value=value
    )


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)
