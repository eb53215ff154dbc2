"""What the page shows of a clause and of its exchanges; nothing secret gets this far."""

import re
import shlex
from dataclasses import dataclass

from ..senders import Reply
from ..signing import Sent
from ..wire import Exchange

__all__ = ["Case", "Shown", "shown"]

_HIDDEN = "…"
_SIGNATURE = re.compile(r"(Signature=)[0-9A-Za-z]+")
_SECRET = ("x-acs-security-token", "cookie")
_SIGNED_ANEW = ("host", "authorization")
_LONGEST = 4000


@dataclass(frozen=True)
class Shown:
    """A request and its reply as texts, and the command that repeats it where one does."""

    request: str
    reply: str
    command: str
    repeats: bool


@dataclass(frozen=True)
class Case:
    """A clause, how it ended, and its last exchanges."""

    id: str
    fact: str
    holds: bool
    seconds: float
    message: str
    exchanges: tuple[Shown, ...]

    @property
    def topic(self) -> str:
        """The operation that it is about."""
        return self.id.partition("/")[0]


def shown(url: str, exchange: Exchange) -> Shown:
    """Write an exchange down, without signature and token."""
    sent = exchange.sent
    lines = [f"{sent.method} {sent.target}", *_headers(sent), "", _cut(sent.body)]
    return Shown(
        request="\n".join(lines).rstrip(),
        reply=_reply(exchange.reply),
        command=_signed_anew(url, exchange) if sent.as_signed else _as_sent(url, sent),
        repeats=sent.as_signed,
    )


def _headers(sent: Sent) -> list[str]:
    return [f"{name}: {_hidden(name, value)}" for name, value in sent.headers.items()]


def _hidden(name: str, value: str) -> str:
    if name.lower() in _SECRET:
        return _HIDDEN
    return _SIGNATURE.sub(rf"\1{_HIDDEN}", value) if name.lower() == "authorization" else value


def _reply(reply: Reply) -> str:
    lines = [f"{reply.status}", *(f"{name}: {value}" for name, value in reply.headers.items())]
    return "\n".join([*lines, "", _cut(reply.body)]).rstrip()


def _cut(body: bytes) -> str:
    text = body.decode("utf-8", "backslashreplace")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(body)} bytes)"


def _signed_anew(url: str, exchange: Exchange) -> str:
    """Give a command that signs the request once more: a signature holds for a moment, and once."""
    sent = exchange.sent
    own = {
        name: value
        for name, value in sent.headers.items()
        if name not in _SIGNED_ANEW and not name.startswith("x-acs-")
    }
    address = shlex.quote(url + sent.target)
    headers = "".join(f" -H {shlex.quote(f'{name}: {value}')}" for name, value in own.items())
    signing = f"python -m tests.contract.sign {exchange.operation} {sent.method} {address}{headers}"
    return f"{_curl(sent)} {address} -H @<({signing})"


def _as_sent(url: str, sent: Sent) -> str:
    headers = "".join(f" -H {shlex.quote(line)}" for line in _headers(sent))
    return f"{_curl(sent)} {shlex.quote(url + sent.target)}{headers}"


def _curl(sent: Sent) -> str:
    method = "-I" if sent.method == "HEAD" else f"-X {shlex.quote(sent.method)}"
    body = f" --data-binary {shlex.quote(_cut(sent.body))}" if sent.body else ""
    return f"curl -sS -i --globoff --path-as-is {method}{body}"
