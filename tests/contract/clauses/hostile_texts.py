"""Hostile texts for every free-text parameter: each finds nothing, or is refused, without harm."""

from collections.abc import Iterator

from ..clause import Checker, Clause
from ..contract import Contract, Operation, Parameter

_ENCODED = {
    "nul": "%00",
    "nul-inside": "a%00b",
    "blank": "%20",
    "line": "a%0D%0Ab",
    "tab": "%09",
    "escape": "%1B%5B2J",
    "delete": "%7F",
    "quote": "%27",
    "sql": "%27%20OR%20%271%27%3D%271",
    "sql-comment": "x%27%3B--",
    "double-quote": "%22",
    "backslash": "%5C",
    "percent": "%25",
    "underscore": "_",
    "star": "%2A",
    "question-mark": "%3F",
    "slash": "a%2Fb",
    "dots": "%2E%2E%2F%2E%2E%2Fetc%2Fpasswd",
    "twice-encoded": "%2561",
    "plus": "a%2Bb",
    "markup": "%3Cscript%3Ealert%281%29%3C%2Fscript%3E",
    "template": "%7B%7B7%2A7%7D%7D",
    "format": "%25s%25n%7B0%7D",
    "json": "%7B%22a%22%3A1%7D",
    "null": "null",
    "default": "default",
    "all": "all",
    "true": "true",
    "number": "12345678901234567890",
    "one": "1",
    "latest": "latest",
    "umlaut": "%C3%A4",
    "chinese": "%E6%97%A5%E6%9C%AC",
    "emoji": "%F0%9F%98%80",
    "right-to-left": "%E2%80%AEabc",
    "zero-width": "%E2%80%8B",
    "byte-order-mark": "%EF%BB%BF",
    "not-a-character": "%EF%BF%BF",
    "last-code-point": "%F4%8F%BF%BF",
    "long": "x" * 1500,
}
_BROKEN = {
    "broken-escape": "%",
    "broken-escape-one-digit": "a%4",
    "broken-escape-letters": "%zz",
    "no-utf-8": "%FF",
    "latin-1": "%E4",
    "surrogate": "%ED%A0%80",
    "surrogate-pair": "%ED%A0%BD%ED%B8%80",
    "overlong": "%C0%80",
    "beyond-unicode": "%F4%90%80%80",
    "cut-short": "%E6%97",
}
_IN_HEADERS = {
    "percent": "%41",
    "quote": "'",
    "sql": "' OR '1'='1",
    "double-quote": '"',
    "star": "*",
    "comma": "a,b",
    "semicolon": "a;b=c",
    "colon": "a:b",
    "null": "null",
    "default": "default",
    "all": "all",
    "number": "12345678901234567890",
    "umlaut": "ä",
    "emoji": "😀",
    "long": "x" * 1500,
}


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about nasty texts."""
    for parameter in operation.parameters:
        if operation.makes_places:
            texts = _BROKEN if parameter.location != "header" else {}
        elif parameter.location == "header" and parameter.is_free_text:
            texts = _IN_HEADERS
        elif parameter.is_free_text:
            texts = {**_ENCODED, **_BROKEN}
        else:
            texts = _BROKEN
        for name, text in texts.items() if parameter.location != "cookie" else ():
            yield _clause(operation, parameter, name, text)


def _clause(operation: Operation, parameter: Parameter, name: str, text: str) -> Clause:
    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {parameter.name: text.encode()})
        checker.expect_verdict(operation, request)

    fact = f"{parameter.name} may be nasty ({name.replace('-', ' ')}) without harm."
    return Clause(f"{operation.name}/{parameter.name}/text/{name}", fact, check)
