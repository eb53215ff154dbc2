"""What all calls of a client share: settings, keys, clock, and the budgets of retries."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from ..aliyun.access_keys import AccessKey
from ..auth.schemes import Credentials
from ..contract.api import Api
from ..contract.operation import Operation
from ..errors import UsageError
from .clock_skew import ServerClock
from .environment import Surroundings
from .hooks import Hooks
from .rate_limiter import Pace
from .request import Request, build_request, fits_header
from .retry import RetryBudget, RetryPolicy
from .settings import Endpoint, find_endpoint, find_setting

__all__ = ["Caller", "configure"]


class Caller(Struct, frozen=True, kw_only=True):
    """Makes the requests of calls, and completes each of their attempts.

    `bound` holds the values given once to the client; `keys` gives the access key of the moment;
    `headers` go with every call, `credentials` with those that ask for them; `path` stands before
    that of each operation.
    """

    api: Api
    endpoint: Endpoint
    path: str
    keys: Callable[[], AccessKey] | None
    bound: Mapping[str, str | None]
    user_agent: str
    policy: RetryPolicy
    budget: RetryBudget
    pace: Pace
    clock: ServerClock
    hooks: Sequence[Hooks]
    surroundings: Surroundings
    headers: Mapping[str, str] = {}
    credentials: Credentials | None = None

    def build(self, operation: Operation[Any], values: Mapping[str, object]) -> Request:
        """Check the values, those bound to the client included, and make the request."""
        given = {name: value for name, value in values.items() if value is not None}
        together = {**values, **self.bound, **given}
        for name in self.bound:
            if together[name] is None and operation.requires(name):
                ways = f"{name}=, --{name.replace('_', '-')}"
                variable = self.api.variable(name)
                raise UsageError(
                    f"{operation.name}: no {name}: give one ({ways}), or set {variable}"
                )
        request = build_request(operation, together)
        if not self.path:
            return request
        return msgspec.structs.replace(request, path=f"{self.path}{request.path}")

    def complete(self, request: Request) -> Request:
        """Give the request with all its headers: signed for this moment with a new nonce, or with credentials.

        The request's own headers come first, such as the boundary in a content type; then those of
        the user, then credentials. Cookies of all three go together. Accept and User-Agent are not
        among what is signed: a proxy may change them.
        """
        unsigned = {"accept": "application/json", "user-agent": self.user_agent}
        secret, query = self.credentials.add(request) if self.credentials else ({}, "")
        own = self._signed_headers(request)
        headers = {**unsigned, **secret, **self.headers, **own}
        if "cookie" in headers:
            every = (own, self.headers, secret)
            headers["cookie"] = "; ".join(one["cookie"] for one in every if "cookie" in one)
        return msgspec.structs.replace(request, headers=headers, secret_query=query)

    def _signed_headers(self, request: Request) -> Mapping[str, str]:
        if self.api.signer is None or self.keys is None:
            return request.headers
        nonce = self.surroundings.nonce()
        return self.api.signer.sign(
            self.keys(), request, host=self.endpoint.host, now=self.clock.now(), nonce=nonce
        )


def configure(
    api: Api,
    *,
    endpoint: str | None,
    region: str | None,
    allow_http: bool,
    keys: Callable[[], AccessKey] | None,
    bound: Mapping[str, str | None],
    user_agent: str | None,
    policy: RetryPolicy,
    max_per_second: float | None,
    hooks: Sequence[Hooks],
    surroundings: Surroundings,
    headers: Mapping[str, str] | None = None,
    credentials: Credentials | None = None,
) -> Caller:
    """Put arguments and environment together.

    Raises UsageError when the endpoint or a setting is missing or unusable.
    """
    environ = surroundings.environ
    server, path = find_endpoint(api, endpoint, region, environ, allow_http=allow_http)
    return Caller(
        api=api,
        endpoint=server,
        path=path,
        keys=keys,
        bound={name: find_setting(api, name, value, environ) for name, value in bound.items()},
        user_agent=_user_agent(api, user_agent),
        policy=policy,
        budget=RetryBudget(),
        pace=Pace(max_per_second, surroundings.monotonic),
        clock=ServerClock(surroundings.clock),
        hooks=tuple(hooks),
        surroundings=surroundings,
        headers=_own_headers(headers or {}),
        credentials=credentials,
    )


def _own_headers(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Check the headers that a user adds; an error never shows a value, which may be a secret."""
    for name, value in headers.items():
        if not fits_header(value) or not fits_header(name) or ":" in name:
            raise UsageError(f"headers: {name!r} or its value is not what a header can be")
    return {name.lower(): value for name, value in headers.items()}


def _user_agent(api: Api, more: str | None) -> str:
    product = f"{api.package}/{api.package_version}"
    if not fits_header(more or ""):
        raise UsageError(
            f"user_agent must be printable ASCII without blanks around it, not {more!r}"
        )
    return f"{product} {more}" if more else product
