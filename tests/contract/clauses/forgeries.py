"""Forged and reused credentials: keys that anybody knows, hashes without a key, names left out."""

import hashlib
import hmac
from collections.abc import Iterator

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..signing import Key, RawRequest, canonical_request
from .authentication import ACTION, INCOMPLETE, MISMATCH, UNKNOWN_KEY

_COMMON_SECRETS = ("", "null", "None", "undefined", "secret", "0", " ")
_HEADER = "authorization"
_MORE = "x-in-the-next-version"
_UNSIGNED = {
    "content-type": "application/json",
    "user-agent": "curl/8",
    "accept": "application/json",
    "x-forwarded-for": "203.0.113.9",
}


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about forgeries."""
    yield from _known_to_all(operation)
    yield _without_key(contract, operation)
    yield _blank_in_credential(operation)
    yield from _names(operation)
    yield from _repeated(operation)
    for name, text in _UNSIGNED.items():
        if operation.body is None or name != "content-type":
            yield _unsigned(operation, name, text)


def _known_to_all(operation: Operation) -> Iterator[Clause]:
    def secrets(checker: Checker) -> None:
        for secret in _COMMON_SECRETS:
            key = Key(checker.target.key.id, secret, checker.target.key.token)
            checker.expect_error(operation, checker.call(operation, key=key), MISMATCH)

    def unknown_key(checker: Checker) -> None:
        for key_id in ("nobody", "0"):
            response = checker.call(operation, key=Key(key_id, ""))
            checker.expect_error(operation, response, UNKNOWN_KEY)

    prefix = f"{operation.name}/key"
    fact = "No word that anybody could guess is a secret."
    yield Clause(f"{prefix}/common-secrets", fact, secrets, cost=len(_COMMON_SECRETS))
    fact = "An unknown key has no secret, not an empty one."
    yield Clause(f"{prefix}/unknown-with-empty-secret", fact, unknown_key, cost=2)


def _without_key(contract: Contract, operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.signed_request(operation)
        secret = checker.target.key.secret.encode()
        canonical = canonical_request(request, _signed_names(request))
        hashed = hashlib.sha256(canonical).hexdigest()
        to_sign = f"{contract.signature['algorithm']}\n{hashed}".encode()
        for forged in (
            hmac.new(secret, b"", "sha256").hexdigest(),
            hmac.new(secret, canonical, "sha256").hexdigest(),
            hashlib.sha256(b"").hexdigest(),
            hashlib.sha256(to_sign).hexdigest(),
            hashlib.sha256(secret + to_sign).hexdigest(),
            hashed,
        ):
            response = checker.client.send(operation, _signed_with(request, forged))
            checker.expect_error(operation, response, MISMATCH)

    fact = "A signature is an HMAC of this request: not of nothing, and no hash without a key."
    return Clause(f"{operation.name}/signature/of-nothing", fact, check, cost=6)


def _signed_with(request: RawRequest, signature: str) -> RawRequest:
    before = request.headers[_HEADER].rpartition("=")[0]
    return request.with_header(_HEADER, f"{before}={signature}")


def _blank_in_credential(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        key_id = checker.target.key.id
        for text in (f" {key_id}", f"{key_id[:2]} {key_id[2:]}"):
            request = checker.signed_request(operation)
            spoilt = request.headers[_HEADER].replace(f"={key_id},", f"={text},", 1)
            response = checker.client.send(operation, request.with_header(_HEADER, spoilt))
            checker.expect_error(operation, response, INCOMPLETE, UNKNOWN_KEY, MISMATCH)

    fact = "A blank in Credential makes another key of it, or none."
    return Clause(f"{operation.name}/signature/blank-in-credential", fact, check, cost=2)


def _names(operation: Operation) -> Iterator[Clause]:
    def shorter(checker: Checker) -> None:
        names = _signed_names(checker.signed_request(operation))
        for name in names:
            rest = [other for other in names if other != name]
            refuse(checker, rest)

    def longer(checker: Checker) -> None:
        names = _signed_names(checker.signed_request(operation))
        for more in (_MORE, "accept", names[0]):
            refuse(checker, sorted([*names, more]))

    def refuse(checker: Checker, names: list[str]) -> None:
        """Replace the names of the signed headers after signing."""
        request = checker.signed_request(operation)
        own = ";".join(_signed_names(request))
        spoilt = request.headers[_HEADER].replace(own, ";".join(names), 1)
        response = checker.client.send(operation, request.with_header(_HEADER, spoilt))
        checker.expect_error(operation, response, INCOMPLETE, MISMATCH)

    prefix = f"{operation.name}/signature/names"
    fact = "The names of the signed headers are part of the signature: none can be left out."
    yield Clause(f"{prefix}-shorter", fact, shorter, cost=8)
    fact = "The names of the signed headers are part of the signature: none can be added."
    yield Clause(f"{prefix}-longer", fact, longer, cost=3)


def _signed_names(request: RawRequest) -> list[str]:
    return request.headers[_HEADER].partition("SignedHeaders=")[2].partition(",")[0].split(";")


def _repeated(operation: Operation) -> Iterator[Clause]:
    def check(checker: Checker, name: str, value: str, *codes: str) -> None:
        plain = checker.client.unsigned_request(operation, {})
        plain = plain if name.startswith("x-acs-") else plain.with_header(name, "a")
        for position in ("before", "after"):
            signed = checker.client.sign(operation, plain)
            more, own = {name.title(): value}, dict(signed.headers)
            headers = {**more, **own} if position == "before" else {**own, **more}
            response = checker.client.send(operation, signed.with_changes(headers=headers))
            checker.expect_error(operation, response, *codes)

    def of_any(checker: Checker) -> None:
        check(checker, _MORE, "b", INCOMPLETE, MISMATCH)

    def of_action(checker: Checker) -> None:
        check(checker, "x-acs-action", "DeleteEverything", INCOMPLETE, MISMATCH, ACTION)

    prefix = f"{operation.name}/signature/repeated"
    fact = "A signed header that is sent twice is signed with both values."
    yield Clause(f"{prefix}-header", fact, of_any, cost=2)
    yield Clause(f"{prefix}-action", "An action is signed once.", of_action, cost=2)


def _unsigned(operation: Operation, name: str, text: str) -> Clause:
    def check(checker: Checker) -> None:
        signed = checker.signed_request(operation)
        request = signed.with_changes(headers={**signed.headers, name: text})
        checker.expect_success(operation, checker.client.send(operation, request))

    fact = f"{name} need not be signed."
    return Clause(f"{operation.name}/header/unsigned-{name}", fact, check)
