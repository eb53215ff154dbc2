"""Credentials of APIs that do not sign: keys, passwords and tokens, each where its scheme has it.

They are asked for at each attempt, so that a function may give a token that is renewed, and they go
only with operations whose security asks for them.
"""

import re
from collections.abc import Callable, Mapping
from typing import Literal, NoReturn, TypeAlias

from msgspec import Struct

from ..client.request import Request, fits_header
from ..errors import UsageError
from ..parameters.percent_encoding import percent_encode

__all__ = ["Credential", "Credentials", "Scheme", "Security", "find_credentials"]

Credential: TypeAlias = str | tuple[str, str] | Callable[[], str | tuple[str, str]]
"""A key or token, a user's name with the password, or what gives one of them."""
Security: TypeAlias = tuple[tuple[str, ...], ...] | None
"""Schemes of which one group must be given; None where the contract does not say which."""


class Scheme(Struct, frozen=True, kw_only=True):
    """How a credential is sent: `name` in Python, `wire` over the wire, `word` before the value."""

    name: str
    place: Literal["header", "query", "cookie"]
    wire: str
    word: str = ""
    is_password: bool = False

    def write(self, credential: Credential) -> str:
        """Give what is sent; raise UsageError, which never shows it, for what cannot be."""
        given: object = credential() if callable(credential) else credential
        if not _is_unicode(given):
            self._refuse("text that UTF-8 can write")
        if self.is_password:
            return f"{self.word} {self._password(given)}"
        if not isinstance(given, str):
            self._refuse("a string")
        return self._text(given)

    def _password(self, given: object) -> str:
        from base64 import b64encode

        parts = given if isinstance(given, tuple) else ()
        if len(parts) != 2 or not all(isinstance(one, str) for one in parts):
            self._refuse("(user, password)")
        if ":" in parts[0]:
            self._refuse("(user, password), without a colon in the user's name")
        return b64encode(":".join(parts).encode()).decode()

    def _text(self, text: str) -> str:
        if self.place == "query":
            return percent_encode(text)
        if (
            not text
            or not fits_header(text)
            or (self.place == "cookie" and set(text) & set(';," '))
        ):
            self._refuse("printable ASCII that a header can hold")
        return f"{self.word} {text}" if self.word else text

    def _refuse(self, expected: str) -> NoReturn:
        raise UsageError(f"{self.name} must be {expected}; it is not shown here")


class Credentials:
    """What a client was given; its repr and its errors hide it."""

    __slots__ = ("_given", "_schemes")

    def __init__(self, schemes: tuple[Scheme, ...], given: Mapping[str, Credential]) -> None:
        self._schemes = schemes
        self._given = given

    def __repr__(self) -> str:
        return f"Credentials({', '.join(sorted(self._given))})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "credentials are secret and are not pickled; make them where they are needed"
        )

    def add(self, request: Request) -> tuple[dict[str, str], str]:
        """Give the headers that a request's operation asks for, and the query where one of it is asked for.

        Raises UsageError for two credentials that would go into one header.
        """
        headers, cookies, keys = dict[str, str](), list[str](), list[str]()
        chosen = self._chosen(request.security)
        self._refuse_rivals(request.operation, chosen)
        for scheme in chosen:
            text = scheme.write(self._given[scheme.name])
            if scheme.place == "header":
                headers[scheme.wire.lower()] = text
            elif scheme.place == "cookie":
                cookies.append(f"{scheme.wire}={text}")
            else:
                keys.append(f"{percent_encode(scheme.wire)}={text}")
        joined = {"cookie": "; ".join(cookies)} if cookies else {}
        query = [request.query, *keys] if request.query and keys else keys
        return {**headers, **joined}, "&".join(query)

    def _chosen(self, security: Security) -> list[Scheme]:
        """Choose the first group that is given whole, else none; all there is where none is stated."""
        given = [one for one in self._schemes if one.name in self._given]
        if security is None:
            return given
        known = self._given.keys()
        names = next((group for group in security if group and known >= set(group)), ())
        return [one for one in given if one.name in names]

    @staticmethod
    def _refuse_rivals(operation: str, chosen: list[Scheme]) -> None:
        """Refuse credentials of which one would silently stand for another."""
        taken: dict[str, str] = {}
        for scheme in chosen:
            wire = scheme.wire.lower() if scheme.place == "header" else ""
            if wire and wire in taken:
                both = f"{taken[wire]} and {scheme.name}"
                raise UsageError(f"{operation}: {both} both go into {wire}; give one of them")
            taken[wire] = scheme.name


def _is_unicode(given: object) -> bool:
    """Tell whether each text of a credential can be written; what is no text is judged elsewhere."""
    texts = given if isinstance(given, tuple) else (given,)
    return not any(isinstance(one, str) and re.search("[\ud800-\udfff]", one) for one in texts)


def find_credentials(
    schemes: tuple[Scheme, ...],
    given: Mapping[str, Credential | None],
    package: str,
    environ: Mapping[str, str],
) -> Credentials:
    """Take each credential from its argument, else from the environment: `PACKAGE_NAME`.

    Raises UsageError, which shows none of them, for one that cannot be sent.
    """
    found: dict[str, Credential] = {}
    for scheme in schemes:
        credential = given.get(scheme.name)
        stated = environ.get(f"{package}_{scheme.name}".upper())
        if credential is None and stated:
            user, _, password = stated.partition(":")
            credential = (user, password) if scheme.is_password else stated
        if credential is not None:
            found[scheme.name] = credential
            if not callable(credential):
                scheme.write(credential)
    return Credentials(schemes, found)
