"""Signatures: absent, unreadable, altered, of something else, of somebody else."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from ..clause import Checker, Clause
from ..contract import Contract, Operation, Parameter
from ..signing import Key, RawRequest

MISSING, INCOMPLETE, METHOD = (
    "MissingAuthorization",
    "IncompleteSignature",
    "InvalidSignatureMethod",
)
MISMATCH, UNKNOWN_KEY = "SignatureDoesNotMatch", "InvalidAccessKeyId.NotFound"
ACTION = "InvalidAction.NotFound"
_ODD = (INCOMPLETE, MISMATCH)
"""Codes for a signature of another form: one that cannot be read, or one that is not the right one."""

Spoil = Callable[[RawRequest], RawRequest]


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about signatures of an operation."""
    for name, (codes, spoil) in {**_unreadable(contract), **_forged(), **_altered()}.items():
        yield _refused(operation, name, spoil, *([codes] if isinstance(codes, str) else codes))
    for header in contract.signature["required"]:
        yield from _of_header(operation, header)
    for parameter in operation.parameters:
        if parameter.location == "header":
            change = partial(_change, header=parameter.name.lower(), value="another")
            yield _refused(operation, f"{parameter.name}-altered", change, MISMATCH)
        elif parameter.location == "path":
            yield _path_altered(operation, parameter)
    yield from _of_action(contract, operation)
    yield from _of_key(operation)


def _refused(operation: Operation, name: str, spoil: Spoil, *codes: str) -> Clause:
    def check(checker: Checker) -> None:
        request = spoil(checker.signed_request(operation))
        checker.expect_error(operation, checker.client.send(operation, request), *codes)

    fact = f"A request is refused whose signature is spoilt ({name.replace('-', ' ')})."
    return Clause(f"{operation.name}/signature/{name}", fact, check)


def _signed_otherwise(
    operation: Operation, name: str, fact: str, *codes: str, **changes: Any
) -> Clause:
    """A clause about a request that was signed in another way: right by itself, yet refused."""

    def check(checker: Checker) -> None:
        request = checker.client.sign(
            operation, checker.client.unsigned_request(operation, {}), **changes
        )
        checker.expect_error(operation, checker.client.send(operation, request), *codes)

    return Clause(f"{operation.name}/signature/{name}", fact, check)


def _change(request: RawRequest, *, header: str, value: str | None) -> RawRequest:
    return request.with_header(header, value)


def _authorization(change: Callable[[str], str | None]) -> Spoil:
    return lambda request: request.with_header(
        "authorization", change(request.headers["authorization"])
    )


def _signature(change: Callable[[str], str]) -> Spoil:
    def changed(text: str) -> str:
        before, _, signature = text.rpartition("=")
        return f"{before}={change(signature)}"

    return _authorization(changed)


def _unreadable(contract: Contract) -> dict[str, tuple[str | tuple[str, ...], Spoil]]:
    algorithm = contract.signature["algorithm"]
    return {
        "absent": (MISSING, _authorization(lambda _: None)),
        "empty": ((MISSING, INCOMPLETE), _authorization(lambda _: "")),
        "algorithm-alone": (INCOMPLETE, _authorization(lambda _: f"{algorithm} ")),
        "nonsense": (INCOMPLETE, _authorization(lambda _: f"{algorithm} nonsense")),
        "without-credential": (
            INCOMPLETE,
            _authorization(lambda t: t.replace("Credential=", "C=")),
        ),
        "without-list": (INCOMPLETE, _authorization(lambda t: t.replace("SignedHeaders=", "S="))),
        "without-signature": (INCOMPLETE, _authorization(lambda t: t.replace("Signature=", "S="))),
        "other-algorithm": (METHOD, _authorization(lambda t: t.replace("SHA256", "SHA1", 1))),
        "algorithm-in-lower-case": (
            METHOD,
            _authorization(lambda t: t.replace(algorithm, algorithm.lower(), 1)),
        ),
        "basic": (METHOD, _authorization(lambda _: "Basic bm9ib2R5OnNlY3JldA==")),
        "bearer": (METHOD, _authorization(lambda _: "Bearer token")),
    }


def _forged() -> dict[str, tuple[str | tuple[str, ...], Spoil]]:
    return {
        "first-digit": (MISMATCH, _signature(lambda s: _other_digit(s[0]) + s[1:])),
        "last-digit": (MISMATCH, _signature(lambda s: s[:-1] + _other_digit(s[-1]))),
        "second-half": (MISMATCH, _signature(lambda s: s[:32] + s[32:].translate(_TURNED))),
        "first-half": (MISMATCH, _signature(lambda s: s[:32].translate(_TURNED) + s[32:])),
        "reversed": (MISMATCH, _signature(lambda s: s[::-1])),
        "zeros": (MISMATCH, _signature(lambda s: "0" * len(s))),
        "cut-short": (_ODD, _signature(lambda s: s[:-1])),
        "one-digit": (_ODD, _signature(lambda s: s[:1])),
        "of-no-length": (_ODD, _signature(lambda _: "")),
        "too-long": (_ODD, _signature(lambda s: f"{s}0")),
        "in-capitals": (_ODD, _signature(str.upper)),
        "forged-in-capitals": (_ODD, _signature(lambda s: f"{s[:-1].upper()}A")),
    }


def _other_digit(digit: str) -> str:
    return "0" if digit != "0" else "1"


_TURNED = str.maketrans("0123456789abcdef", "fedcba9876543210")


def _altered() -> dict[str, tuple[str | tuple[str, ...], Spoil]]:
    return {
        "query-longer": (
            MISMATCH,
            lambda request: request.with_changes(query=f"{request.query}&more=1"),
        ),
        "query-with-empty": (
            MISMATCH,
            lambda request: request.with_changes(query=f"{request.query}&more="),
        ),
        "query-repeated": (
            MISMATCH,
            lambda request: request.with_changes(query=f"a=1&{request.query}&a=1"),
        ),
    }


def _path_altered(operation: Operation, parameter: Parameter) -> Clause:
    """Build a clause that the path is signed: a letter more or less in it spoils the signature."""

    def check(checker: Checker) -> None:
        signed = checker.signed_request(operation)
        known = str(checker.target.values_for(operation)[parameter.name])
        for other in {f"{known}x", known[:-1], known.swapcase()} - {known, ""}:
            path = checker.client.unsigned_request(operation, {parameter.name: other}).path
            response = checker.client.send(operation, signed.with_changes(path=path))
            checker.expect_error(operation, response, MISMATCH)

    fact = f"{parameter.name} is part of the signature."
    return Clause(f"{operation.name}/signature/{parameter.name}-altered", fact, check, cost=3)


def _of_header(operation: Operation, header: str) -> Iterator[Clause]:
    """A header that must be signed is altered, taken away, or not among the signed ones."""
    prefix = f"header-{header}"
    fact = f"{header} is part of the signature."

    def altered(checker: Checker) -> None:
        request = checker.signed_request(operation)
        spoilt = request.with_header(header, _slightly_other(header, request.headers[header]))
        codes = (MISMATCH, ACTION) if header in ("x-acs-action", "x-acs-version") else (MISMATCH,)
        checker.expect_error(operation, checker.client.send(operation, spoilt), *codes)

    yield Clause(f"{operation.name}/signature/{prefix}-altered", fact, altered)
    yield _signed_otherwise(
        operation, f"{prefix}-unsigned", fact, INCOMPLETE, unsigned=frozenset({header})
    )
    if header != "host":
        change = partial(_change, header=header, value=None)
        codes = (INCOMPLETE, "InvalidTimeStamp.Format") if header == "x-acs-date" else (INCOMPLETE,)
        yield _refused(operation, f"{prefix}-removed", change, *codes)


def _slightly_other(header: str, value: str) -> str:
    if header == "x-acs-date":  # one second later or earlier, and still lately
        return value[:-2] + str((int(value[-2]) + 1) % 10) + "Z"
    if header == "host":
        return f"other.{value}"
    return value[:-1] + _other_digit(value[-1])


def _of_action(contract: Contract, operation: Operation) -> Iterator[Clause]:
    name, version = operation.name, contract.signature["version"]
    actions = {
        f"action-{other.name}": other.name for other in contract.operations if other.name != name
    }
    others = {
        "action-of-no-operation": f"{name}s",
        "action-in-capitals": name.upper(),
        "action-shorter": name[:-1],
    }
    for case, action in {**actions, **others}.items():
        fact = "The action that is signed is the operation's own."
        yield _signed_otherwise(operation, case, fact, ACTION, action=action)
    versions = {
        "version-other": "2021-01-01",
        "version-later": "2099-12-31",
        "version-longer": f"{version}0",
        "version-shorter": version[:-1],
    }
    for case, other in versions.items():
        fact = "The version that is signed is the contract's own."
        yield _signed_otherwise(operation, case, fact, ACTION, x_acs_version=other)
    yield _signed_otherwise(
        operation,
        "header-of-ours-unsigned",
        "Every x-acs header is signed.",
        INCOMPLETE,
        unsigned=frozenset({"x-acs-more"}),
        x_acs_more="1",
    )
    yield _signed_otherwise(operation, "nonce-empty", "A nonce is not empty.", INCOMPLETE, nonce="")
    yield _signed_otherwise(
        operation,
        "hash-of-another-body",
        "The hash is that of the body.",
        MISMATCH,
        x_acs_content_sha256="0" * 64,
    )


def _of_key(operation: Operation) -> Iterator[Clause]:
    def key_is(name: str, fact: str, change: Callable[[Key], Key], code: str) -> Clause:
        def check(checker: Checker) -> None:
            key = change(checker.target.key)
            response = checker.call(operation, key=key)
            checker.expect_error(operation, response, code)
            for secret in (key.secret, checker.target.key.secret):
                checker.expect(
                    secret.encode() not in response.body, "the response reveals a secret"
                )

        return Clause(f"{operation.name}/key/{name}", fact, check)

    exact = "A key id is compared exactly."
    yield key_is(
        "unknown", "An unknown key is refused.", lambda k: Key("nobody", k.secret), UNKNOWN_KEY
    )
    yield key_is("id-in-other-case", exact, lambda k: Key(k.id.swapcase(), k.secret), UNKNOWN_KEY)
    yield key_is("id-shorter", exact, lambda k: Key(k.id[:-1], k.secret), UNKNOWN_KEY)
    yield key_is("id-longer", exact, lambda k: Key(f"{k.id}0", k.secret), UNKNOWN_KEY)
    yield key_is("id-wildcard", exact, lambda _: Key("%", "guessed-secret"), UNKNOWN_KEY)
    wrong = "A wrong secret is refused."
    yield key_is("secret-wrong", wrong, lambda k: Key(k.id, "guessed-secret", k.token), MISMATCH)
    yield key_is("secret-shorter", wrong, lambda k: Key(k.id, k.secret[:-1], k.token), MISMATCH)
    yield key_is(
        "secret-in-other-case", wrong, lambda k: Key(k.id, k.secret.swapcase(), k.token), MISMATCH
    )
