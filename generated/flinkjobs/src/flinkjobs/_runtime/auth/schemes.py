"""Credentials of OpenAPI's security schemes: API keys, passwords and tokens.

They are evaluated for each attempt, so that a function may return a renewed token, and they are
sent only with operations whose security requires them.
"""

import re
from collections.abc import Callable, Mapping
from typing import Literal, NoReturn, TypeAlias

from msgspec import Struct

from ..client.request import Request, is_header_value
from ..errors import UsageError
from ..messages import Message
from ..parameters.percent_encoding import percent_encode

__all__ = ["Credential", "Credentials", "Scheme", "Security", "find_credentials"]

Credential: TypeAlias = str | tuple[str, str] | Callable[[], str | tuple[str, str]]
"""A key or token, a user's name with the password, or a function that returns one of them."""
Security: TypeAlias = tuple[tuple[str, ...], ...] | None
"""Groups of schemes, of which one must be complete; None where the contract states none."""


class Scheme(Struct, frozen=True, kw_only=True):
    """A security scheme: `name` in Python, `wire_name` in requests, `prefix` before the value."""

    name: str
    location: Literal["header", "query", "cookie"]
    wire_name: str
    prefix: str = ""
    is_password: bool = False

    def encode(self, credential: Credential) -> str:
        """Return the text to send; raise UsageError, which never shows it, for an invalid one."""
        value: object = credential() if callable(credential) else credential
        if not _is_unicode(value):
            self._refuse(Message("text that UTF-8 can write"))
        if self.is_password:
            return f"{self.prefix} {self._encode_password(value)}"
        if not isinstance(value, str):
            self._refuse(Message("a string"))
        return self._encode_text(value)

    def _encode_password(self, value: object) -> str:
        from base64 import b64encode

        parts = value if isinstance(value, tuple) else ()
        if len(parts) != 2 or not all(isinstance(part, str) for part in parts):
            self._refuse(Message("(user, password)"))
        if ":" in parts[0]:
            self._refuse(Message("(user, password), without a colon in the user's name"))
        return b64encode(":".join(parts).encode()).decode()

    def _encode_text(self, text: str) -> str:
        if self.location == "query":
            return percent_encode(text)
        if (
            not text
            or not is_header_value(text)
            or (self.location == "cookie" and set(text) & set(';," '))
        ):
            self._refuse(Message("printable ASCII that a header can hold"))
        return f"{self.prefix} {text}" if self.prefix else text

    def _refuse(self, expected: Message) -> NoReturn:
        raise UsageError(
            Message(
                "{name} must be {expected}; it is not shown here", name=self.name, expected=expected
            )
        )


class Credentials:
    """The credentials of a client by name of scheme; its repr and its errors hide them."""

    __slots__ = ("_by_name", "_schemes")

    def __init__(self, schemes: tuple[Scheme, ...], by_name: Mapping[str, Credential]) -> None:
        self._schemes = schemes
        self._by_name = by_name

    def __repr__(self) -> str:
        return f"Credentials({', '.join(sorted(self._by_name))})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "credentials are secret and are not pickled; make them where they are needed"
        )

    @property
    def query_names(self) -> frozenset[str]:
        """The percent-encoded names of the query parameters that hold a credential."""
        return frozenset(
            percent_encode(scheme.wire_name)
            for scheme in self._schemes
            if scheme.location == "query"
        )

    def apply(self, request: Request) -> tuple[dict[str, str], str]:
        """Return the headers that authenticate a request, and the whole query if a key goes there.

        Raises UsageError for two credentials that would go into one header.
        """
        headers, cookies, keys = dict[str, str](), list[str](), list[str]()
        schemes = self._select(request.security)
        self._refuse_conflicts(request.operation, schemes)
        for scheme in schemes:
            text = scheme.encode(self._by_name[scheme.name])
            if scheme.location == "header":
                headers[scheme.wire_name.lower()] = text
            elif scheme.location == "cookie":
                cookies.append(f"{scheme.wire_name}={text}")
            else:
                keys.append(f"{percent_encode(scheme.wire_name)}={text}")
        cookie = {"cookie": "; ".join(cookies)} if cookies else {}
        query = [request.query, *keys] if request.query and keys else keys
        return {**headers, **cookie}, "&".join(query)

    def _select(self, security: Security) -> list[Scheme]:
        """Return the first complete group, else none; all available ones where none is stated."""
        available = [scheme for scheme in self._schemes if scheme.name in self._by_name]
        if security is None:
            return available
        names = self._by_name.keys()
        group = next((group for group in security if group and names >= set(group)), ())
        return [scheme for scheme in available if scheme.name in group]

    @staticmethod
    def _refuse_conflicts(operation: str, schemes: list[Scheme]) -> None:
        """Raise UsageError where one credential would silently replace another."""
        by_header: dict[str, str] = {}
        for scheme in schemes:
            header = scheme.wire_name.lower() if scheme.location == "header" else ""
            if header and header in by_header:
                raise UsageError(
                    Message(
                        "{operation}: {first} and {second} both go into {header}; give one of them",
                        operation=operation,
                        first=by_header[header],
                        second=scheme.name,
                        header=header,
                    )
                )
            by_header[header] = scheme.name


def _is_unicode(value: object) -> bool:
    """Whether each text of a credential can be encoded; other types are checked elsewhere."""
    texts = value if isinstance(value, tuple) else (value,)
    return not any(isinstance(text, str) and re.search("[\ud800-\udfff]", text) for text in texts)


def find_credentials(
    schemes: tuple[Scheme, ...],
    arguments: Mapping[str, Credential | None],
    package: str,
    environ: Mapping[str, str],
) -> Credentials:
    """Return the credentials from arguments, else from environment variables: `PACKAGE_NAME`.

    Raises UsageError, which shows none of them, for one that cannot be sent.
    """
    by_name: dict[str, Credential] = {}
    for scheme in schemes:
        credential = arguments.get(scheme.name)
        variable = environ.get(f"{package}_{scheme.name}".upper())
        if credential is None and variable:
            user, _, password = variable.partition(":")
            credential = (user, password) if scheme.is_password else variable
        if credential is not None:
            by_name[scheme.name] = credential
            if not callable(credential):
                scheme.encode(credential)
    return Credentials(schemes, by_name)
