"""The state that all calls of a client share: settings, signer, clock, and retry budget."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from msgspec import Struct

from ..auth.schemes import Credentials
from ..contract.api import Api
from ..contract.operation import Operation
from ..errors import UsageError
from ..messages import Argument, Message
from ..options.call_options import NO_OPTIONS, CallOptions, QueryValue, check_headers
from .clock_skew import ClockSkew
from .environment import Environment
from .hooks import Hooks, RequestHooks
from .rate_limiter import RateLimiter
from .request import Request, build_request, is_header_value
from .retry import RetryBudget, RetryPolicy
from .settings import Endpoint, ServerUrl, find_endpoint, find_server, find_setting

if TYPE_CHECKING:
    from .lookups import Search

__all__ = ["ClientContext", "RequestSigner", "build_context"]


class RequestSigner(Protocol):
    """Signs requests, for APIs whose contract has a signature; it makes `made_headers`."""

    @property
    def made_headers(self) -> frozenset[str]:
        """The names of the headers that it makes, in lower case."""

    @property
    def may_block(self) -> bool:
        """Whether signing may have to wait for another service."""

    def signs(self, name: str) -> bool:
        """Whether the signature has to cover a header, by its lower-case name."""

    def sign(self, request: Request, *, host: str, now: datetime, nonce: str) -> Mapping[str, str]:
        """Return the headers of a request, its signature included."""


class ClientContext(Struct, frozen=True, kw_only=True):
    """Builds the requests of calls, and authenticates each of their attempts.

    `client_scoped` holds parameters that were set once for the client; `headers` go with every
    call, `credentials` with those whose security requires them; `base_path` comes before the path
    of each operation, in place of its beginning `replaced_path`. `options` are those of a derived client; `request_hooks` change a request
    before it is signed.
    """

    api: Api
    endpoint: Endpoint
    base_path: str
    signer: RequestSigner | None
    client_scoped: Mapping[str, str | None]
    user_agent: str
    retry_policy: RetryPolicy
    retry_budget: RetryBudget
    rate_limiter: RateLimiter
    clock: ClockSkew
    hooks: Sequence[Hooks]
    environment: Environment
    headers: Mapping[str, str] = {}
    credentials: Credentials | None = None
    options: CallOptions = NO_OPTIONS
    replaced_path: str = ""
    request_hooks: tuple[Callable[[Request], Request], ...] = ()

    def with_options(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, QueryValue] | None = None,
        **policy: float | None,
    ) -> "ClientContext":
        """Return a context with other options; raise UsageError for an invalid one."""
        changed = {name: value for name, value in policy.items() if value is not None}
        made = self.signer.made_headers if self.signer else frozenset[str]()
        options = self.options.extend(headers, query, made=made)
        return msgspec.structs.replace(
            self,
            retry_policy=msgspec.structs.replace(self.retry_policy, **changed),
            headers={**self.headers, **options.headers},
            options=options,
        )

    def build(self, operation: Operation[Any], arguments: Mapping[str, object]) -> Request:
        """Build a request from checked arguments and client-scoped parameters."""
        present = {name: value for name, value in arguments.items() if value is not None}
        values = {**arguments, **self.client_scoped, **present}
        for name in self.client_scoped:
            if values[name] is None and operation.requires(name):
                raise UsageError(
                    Message(
                        "{operation}: no {name}: pass {argument}, or set {variable}",
                        operation=operation.name,
                        name=name,
                        argument=Argument(name),
                        variable=self.api.variable(name),
                    )
                )
        request = build_request(operation, values)
        if self.options is not NO_OPTIONS:
            signs = self.signer.signs if self.signer else _signs_none
            request = self.options.apply(request, signs)
        if self.base_path or self.replaced_path:
            path = request.path.removeprefix(self.replaced_path)
            return msgspec.structs.replace(request, path=f"{self.base_path}{path}")
        if ":" in request.path and self.api.signed:  # before a verb: signed paths are encoded
            return msgspec.structs.replace(request, path=request.path.replace(":", "%3A"))
        return request

    def searches(
        self, operation: Operation[Any], arguments: Mapping[str, Any]
    ) -> "Iterator[Search]":
        """Return the searches for what the arguments name."""
        from .lookups import searches

        return searches(operation, arguments, self.client_scoped)

    def follow(self, request: Request, link: str) -> Request:
        """Return a request to the target of a link, without the credentials that its query has.

        Raises InvalidResponseError for a link to another server.
        """
        from ..pagination.links import link_target

        path, query = link_target(self.endpoint, request.path, link)
        secret = self.credentials.query_names if self.credentials else frozenset[str]()
        pairs = [pair for pair in query.split("&") if pair.partition("=")[0] not in secret]
        return msgspec.structs.replace(request, path=path, query="&".join(pairs))

    @property
    def may_block(self) -> bool:
        """Whether authenticating a request may have to wait for another service."""
        return self.signer is not None and self.signer.may_block

    def authenticate(self, request: Request) -> Request:
        """Return the request with all headers: signed with the current time, or with credentials.

        The request's own headers come first, such as the boundary in a content type; then those of
        the user, then credentials. Cookies of all three are joined. Accept and User-Agent are not
        signed: a proxy may change them.
        """
        unsigned = {"accept": "application/json", "user-agent": self.user_agent}
        secret, query = self.credentials.apply(request) if self.credentials else ({}, "")
        own = self._sign(request)
        headers = {**unsigned, **secret, **self.headers, **own}
        if "cookie" in headers:
            sources = (own, self.headers, secret)
            headers["cookie"] = "; ".join(
                source["cookie"] for source in sources if "cookie" in source
            )
        return msgspec.structs.replace(request, headers=headers, secret_query=query)

    def _sign(self, request: Request) -> Mapping[str, str]:
        if self.signer is None:
            return request.headers
        if request.stream is not None:
            raise UsageError(
                Message(
                    "{operation}: a signature covers the body, so it must be bytes, not a file or an iterator",
                    operation=request.operation,
                )
            )
        nonce = self.environment.nonce()
        return self.signer.sign(request, host=self.endpoint.host, now=self.clock.now(), nonce=nonce)


def _signs_none(_: str) -> bool:
    return False


def build_context(
    api: Api,
    *,
    endpoint: str | None,
    allow_http: bool,
    client_scoped: Mapping[str, str | None],
    user_agent: str | None,
    retry_policy: RetryPolicy,
    max_per_second: float | None,
    hooks: Sequence[Hooks],
    environment: Environment,
    signer: RequestSigner | None = None,
    headers: Mapping[str, str] | None = None,
    credentials: Credentials | None = None,
    server: ServerUrl | None = None,
) -> ClientContext:
    """Build the context of a client from arguments and environment.

    Raises UsageError when the endpoint or a setting is missing or invalid.
    """
    environ = environment.environ
    if server is None:
        called, base_path = find_endpoint(api, endpoint, environ, allow_http=allow_http)
    else:
        called, base_path = find_server(server, allow_http=allow_http)
    return ClientContext(
        api=api,
        endpoint=called,
        base_path=base_path,
        replaced_path=server.replaced_path if server else "",
        signer=signer,
        client_scoped=_find_settings(api, client_scoped, environ),
        user_agent=_user_agent(api, user_agent),
        retry_policy=retry_policy,
        retry_budget=RetryBudget(),
        rate_limiter=RateLimiter(max_per_second, environment.monotonic),
        clock=ClockSkew(environment.clock),
        hooks=tuple(hooks),
        environment=environment,
        headers=check_headers(headers or {}),
        credentials=credentials,
        request_hooks=tuple(
            hook.before_signing for hook in hooks if isinstance(hook, RequestHooks)
        ),
    )


def _find_settings(
    api: Api, values: Mapping[str, str | None], environ: Mapping[str, str]
) -> Mapping[str, str | None]:
    return {name: find_setting(api, name, value, environ) for name, value in values.items()}


def _user_agent(api: Api, suffix: str | None) -> str:
    product = f"{api.package}/{api.package_version}"
    if not is_header_value(suffix or ""):
        raise UsageError(
            Message(
                "user_agent must be printable ASCII without blanks around it, not {suffix}",
                suffix=repr(suffix),
            )
        )
    return f"{product} {suffix}" if suffix else product
