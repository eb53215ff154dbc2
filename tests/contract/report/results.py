"""Results of clauses as the page shows them; secrets are removed here."""

import re
import shlex
from dataclasses import dataclass

from ..senders import RawResponse
from ..signing import RawRequest
from ..target_client import Exchange

__all__ = ["ClauseResult", "RenderedExchange", "render_exchange"]

_HIDDEN = "…"
_SIGNATURE = re.compile(r"(Signature=)[0-9A-Za-z]+")
_SECRET = ("x-acs-security-token", "cookie")
_SIGNED_ANEW = ("host", "authorization")
_LONGEST = 4000


@dataclass(frozen=True)
class RenderedExchange:
    """A request and its response as texts, and the command that repeats it where one does."""

    request: str
    response: str
    command: str
    repeats: bool


@dataclass(frozen=True)
class ClauseResult:
    """A clause, how it ended, and its last exchanges."""

    id: str
    fact: str
    holds: bool
    seconds: float
    message: str
    exchanges: tuple[RenderedExchange, ...]

    @property
    def topic(self) -> str:
        """The operation that it is about."""
        return self.id.partition("/")[0]


def render_exchange(url: str, exchange: Exchange) -> RenderedExchange:
    """Render an exchange, without signature and token."""
    request = exchange.request
    lines = [f"{request.method} {request.target}", *_headers(request), "", _cut(request.body)]
    return RenderedExchange(
        request="\n".join(lines).rstrip(),
        response=_response_text(exchange.response),
        command=_signed_anew(url, exchange) if request.signature_intact else _as_sent(url, request),
        repeats=request.signature_intact,
    )


def _headers(request: RawRequest) -> list[str]:
    return [f"{name}: {_hidden(name, value)}" for name, value in request.headers.items()]


def _hidden(name: str, value: str) -> str:
    if name.lower() in _SECRET:
        return _HIDDEN
    return _SIGNATURE.sub(rf"\1{_HIDDEN}", value) if name.lower() == "authorization" else value


def _response_text(response: RawResponse) -> str:
    lines = [
        f"{response.status}",
        *(f"{name}: {value}" for name, value in response.headers.items()),
    ]
    return "\n".join([*lines, "", _cut(response.body)]).rstrip()


def _cut(body: bytes) -> str:
    text = body.decode("utf-8", "backslashreplace")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(body)} bytes)"


def _signed_anew(url: str, exchange: Exchange) -> str:
    """Build a command that signs the request once more: a signature holds for a moment, and once."""
    request = exchange.request
    own = {
        name: value
        for name, value in request.headers.items()
        if name not in _SIGNED_ANEW and not name.startswith("x-acs-")
    }
    address = shlex.quote(url + request.target)
    headers = "".join(f" -H {shlex.quote(f'{name}: {value}')}" for name, value in own.items())
    signing = (
        f"python -m tests.contract.sign {exchange.operation} {request.method} {address}{headers}"
    )
    return f"{_curl(request)} {address} -H @<({signing})"


def _as_sent(url: str, request: RawRequest) -> str:
    headers = "".join(f" -H {shlex.quote(line)}" for line in _headers(request))
    return f"{_curl(request)} {shlex.quote(url + request.target)}{headers}"


def _curl(request: RawRequest) -> str:
    method = "-I" if request.method == "HEAD" else f"-X {shlex.quote(request.method)}"
    body = f" --data-binary {shlex.quote(_cut(request.body))}" if request.body else ""
    return f"curl -sS -i --globoff --path-as-is {method}{body}"
