"""Results of clauses as the reports show them; secrets are removed here."""

import re
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..program import command_line
from ..senders import RawResponse
from ..signing import RawRequest
from ..target_client import Exchange
from .causes import Cause

__all__ = [
    "ClauseResult",
    "RenderedExchange",
    "key_id",
    "render_exchange",
    "shown_headers",
    "signing_command",
]

NO_CAUSE = Cause("")
_HIDDEN = "…"
_SIGNATURE = re.compile(r"(Signature=)[0-9A-Za-z]+")
_CREDENTIAL = re.compile(r"Credential=([^,]*),")
_SECRET = ("x-acs-security-token", "cookie")
_SIGNED_ANEW = ("host", "authorization")
_LONGEST = 4000
_TOLERATED_SECONDS = 30


@dataclass(frozen=True)
class RenderedExchange:
    """A request and its response as texts, and the command that repeats it where one does."""

    request: str
    response: str
    command: str


@dataclass(frozen=True)
class ClauseResult:
    """A clause, how it ended, and its last exchanges.

    Of one that fails: the cause, its place in the contract, the command that runs the clause again,
    and whether the baseline has it.
    """

    id: str
    fact: str
    holds: bool
    seconds: float
    message: str
    exchanges: tuple[RenderedExchange, ...]
    cause: Cause = NO_CAUSE
    location: str = ""
    repeat: str = ""
    known: bool = False
    raw: tuple[Exchange, ...] = ()

    @property
    def topic(self) -> str:
        """The operation that it is about."""
        return self.id.partition("/")[0]

    @property
    def curl(self) -> str:
        """The command that repeats its last request; empty where no command does."""
        return self.exchanges[-1].command if self.exchanges else ""


def render_exchange(url: str, exchange: Exchange, signing: str | None = None) -> RenderedExchange:
    """Render an exchange, without signature and token.

    `signing` is the command that prints the headers of a signed request; without it, no command
    repeats one.
    """
    request = exchange.request
    lines = [f"{request.method} {request.target}", *_headers(request), "", _cut(request.body)]
    return RenderedExchange(
        request="\n".join(lines).rstrip(),
        response=_response_text(exchange.response),
        command=_command(url, request, signing),
    )


def signing_command(url: str, exchange: Exchange, config: Path | None) -> str:
    """Write the command that signs a request once more: a signature holds for a moment, and once."""
    request = exchange.request
    own = {
        name: value
        for name, value in request.headers.items()
        if name not in _SIGNED_ANEW and not name.startswith("x-acs-")
    }
    options = [word for name, value in own.items() for word in ("-H", f"{name}: {value}")]
    if request.body:
        options += ["--data", request.body.decode("utf-8", "surrogateescape")]
    if config:
        options += ["--config", str(config), "--key", key_id(request)]
    if offset := _offset(request):
        options.append(f"--offset={offset}")
    action = request.headers.get("x-acs-action", exchange.operation)
    return command_line(
        "sign", action, request.method, url + request.target, *options, settings=False
    )


def shown_headers(request: RawRequest) -> dict[str, str]:
    """Return the headers of a request, without signature and token."""
    return {name: _hidden(name, value) for name, value in request.headers.items()}


def key_id(request: RawRequest) -> str:
    """Return the id of the key that a request is signed with; empty where it is not."""
    match = _CREDENTIAL.search(request.headers.get("authorization", ""))
    return match[1] if match else ""


def _headers(request: RawRequest) -> list[str]:
    return [f"{name}: {value}" for name, value in shown_headers(request).items()]


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


def _command(url: str, request: RawRequest, signing: str | None) -> str:
    """Write the command that sends the same request; nothing where a shell cannot have it."""
    if not _is_text(request):
        return ""
    address = shlex.quote(url + request.target)
    if signing:
        return f"{_curl(request)} {address} -H @<({signing})"
    if any(name in request.headers for name in ("authorization", *_SECRET)):
        return ""
    lines = [line for line in _headers(request) if not line.startswith("host: ")]
    return f"{_curl(request)} {address}" + "".join(f" -H {shlex.quote(line)}" for line in lines)


def _is_text(request: RawRequest) -> bool:
    """Whether a shell can have target, body and headers as arguments."""
    texts = [request.target, *request.headers.values(), request.body.decode("utf-8", "replace")]
    printable = all(text.isprintable() and "\ufffd" not in text for text in texts)
    return printable and len(request.body) <= _LONGEST


def _offset(request: RawRequest) -> int:
    """Return the seconds between now and the date of a request, 0 for about now."""
    try:
        date = datetime.strptime(request.headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ")
    except (KeyError, ValueError):
        return 0
    seconds = round((date.replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds())
    return seconds if abs(seconds) > _TOLERATED_SECONDS else 0


def _curl(request: RawRequest) -> str:
    method = "-I" if request.method == "HEAD" else f"-X {shlex.quote(request.method)}"
    body = f" --data-binary {shlex.quote(request.body.decode())}" if request.body else ""
    return f"curl -sS -i --globoff --path-as-is {method}{body}"
