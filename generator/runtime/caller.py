"""What a call is made of, apart from sending it: settings, values, signature, answer."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
from msgspec import Struct

from .answers import Answer, read_answer
from .api import Api
from .credentials import AccessKey, find_access_key
from .errors import UsageError
from .messages import Request, Response, build_request, fits_header
from .operation import Operation
from .settings import Endpoint, find_endpoint, find_setting

__all__ = ["Caller", "configure", "now_utc", "random_nonce"]

AnswerT = TypeVar("AnswerT")


def now_utc() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


def random_nonce() -> str:
    """Make a nonce that no other request has."""
    return os.urandom(16).hex()


class Caller(Struct, frozen=True, kw_only=True):
    """Turns an operation and its values into a signed request, and a response into an answer.

    `bound` holds the values given once to the client.
    """

    api: Api
    endpoint: Endpoint
    access_key: AccessKey | None
    bound: Mapping[str, str | None]
    user_agent: str
    clock: Callable[[], datetime]
    nonce: Callable[[], str]

    def request(self, operation: Operation[AnswerT], values: Mapping[str, object]) -> Request:
        """Check the values, those bound to the client included, and make the request."""
        given = {name: value for name, value in values.items() if value is not None}
        together = {**self.bound, **given}
        for name in self.bound:
            if together[name] is None and operation.requires(name):
                variable = self.api.variable(name)
                raise UsageError(f"{operation.name}: no {name}: pass {name}, or set {variable}")
        return build_request(operation, together)

    def sign(self, request: Request) -> Request:
        """Give the request with all its headers, signed for this moment with a new nonce.

        Accept and User-Agent are not among what is signed: a proxy may change them.
        """
        unsigned = {"accept": "application/json", "user-agent": self.user_agent}
        headers = {**unsigned, **self._signed_headers(request)}
        return msgspec.structs.replace(request, headers=headers)

    def _signed_headers(self, request: Request) -> Mapping[str, str]:
        if self.api.signer is None or self.access_key is None:
            return request.headers
        host, now, nonce = self.endpoint.host, self.clock(), self.nonce()
        return self.api.signer.sign(self.access_key, request, host=host, now=now, nonce=nonce)

    def read(self, operation: Operation[AnswerT], response: Response) -> Answer[AnswerT]:
        """Decode a response, or raise the error it stands for."""
        return read_answer(self.api, operation, response)


def configure(
    api: Api,
    *,
    endpoint: str | None,
    region: str | None,
    allow_http: bool,
    access_key_id: str | None = None,
    access_key_secret: str | None = None,
    security_token: str | None = None,
    bound: Mapping[str, str | None],
    user_agent: str | None,
    clock: Callable[[], datetime] = now_utc,
    nonce: Callable[[], str] = random_nonce,
    environ: Mapping[str, str] = os.environ,
) -> Caller:
    """Put arguments and environment together.

    Raises UsageError when the endpoint or the access key is missing or unusable.
    """
    product = f"{api.package}/{api.package_version}"
    if not fits_header(user_agent or ""):
        raise UsageError(
            f"user_agent must be printable ASCII without blanks around it, not {user_agent!r}"
        )
    return Caller(
        api=api,
        endpoint=find_endpoint(api, endpoint, region, environ, allow_http=allow_http),
        access_key=find_access_key(access_key_id, access_key_secret, security_token, environ)
        if api.signer
        else None,
        bound={name: find_setting(api, name, value, environ) for name, value in bound.items()},
        user_agent=f"{product} {user_agent}" if user_agent else product,
        clock=clock,
        nonce=nonce,
    )
