"""Calling every operation of an emitted package: `python -m tests.harness.corpus.exercise SPEC SRC PACKAGE`.

It prints one JSON object: how many operations there are, how many were called, and what went wrong.
"""

import importlib
import json
import sys
import warnings
from pathlib import Path
from typing import Any

import msgspec

from .judging import Judge
from .reading import Called, Document, Schema, read
from .sampling import NoValue, Sampler

__all__ = ["main"]

_ROUNDS = 3


class Exercise:
    """Calls the operations of one package."""

    def __init__(self, document: Document, package: str, judge: Judge) -> None:
        self.faults: list[str] = []
        self.answered = self.undrawn = 0
        self._document = document
        self._judge = judge
        module = importlib.import_module(f"{package}.operations")
        self._client = importlib.import_module(package).Client(endpoint=judge.url, retries=0)
        self._operations: dict[tuple[object, ...], list[Any]] = {}
        for operation in module.OPERATIONS:
            self._operations.setdefault(
                (operation.method, operation.path, operation.query), []
            ).append(operation)
        self.emitted = len(module.OPERATIONS)

    def call(self, call: Called, seed: int) -> None:
        """Call an operation with drawn values, and compare its answer with what was sent."""
        operation = self._operation(call)
        name = f"{call.method.upper()} {call.path}"
        if operation is None:
            self.faults.append(f"{name}: is not emitted")
            return
        try:
            values = self._values(call, operation, seed)
            sent = self._prepare(call, seed)
        except NoValue:
            self.undrawn += 1
            return
        self._judge.expected = call
        try:
            answer = self._client._session.call(operation, values).value
        except Exception as error:
            if "goes into the path, so it must not be empty" in str(error):
                self.undrawn += 1  # an object without properties, which is rightly refused
                return
            self.faults.append(f"{name}: {type(error).__name__}: {str(error)[:300]}")
            return
        self.faults += [f"{name}: {fault}" for fault in self._judge.said]
        if self._judge.reply[2] and sent is not _NOTHING:
            self._compare(name, sent, answer)
        self.answered += 1

    def _operation(self, call: Called) -> Any:
        """Find what was emitted for an operation; of several at one place, the one of its name."""
        place = (call.method.upper(), self._document.prefix(call) + call.plain, tuple(call.query))
        found = self._operations.get(place, ())
        named = (operation for operation in found if operation.name == call.node.get("operationId"))
        return next(named, next(iter(found), None))

    def _prepare(self, call: Called, seed: int) -> Any:
        """Draw the answer that the server is to give."""
        stated = self._document.answer(call)
        if stated is None or call.method == "head":
            self._judge.reply = (_status(call), "", b"")
            return _NOTHING
        status, media, schema = stated
        value = Sampler(self._document, seed, "writeOnly").valid(schema)
        media = "application/json" if "*" in media else media
        self._judge.reply = (status, media, json.dumps(value).encode())
        return value

    def _values(self, call: Called, operation: Any, seed: int) -> dict[str, object]:
        stated = {
            (parameter["name"], parameter["in"]): parameter
            for parameter in self._document.parameters(call)
        }
        sampler = Sampler(self._document, seed, "readOnly")
        values: dict[str, object] = {}
        for parameter in operation.parameters:
            if parameter.location == "body":
                values[parameter.name] = self._body(call, parameter, sampler, seed)
                continue
            node = stated.get(
                (parameter.wire_name, parameter.location), {"schema": {"type": "string"}}
            )
            content = next(iter(node.get("content", {}).values()), node)
            if parameter.required or seed % 2 == 0:
                values[parameter.name] = _sendable(
                    sampler.valid(content.get("schema", {})), parameter
                )
        return values

    def _body(self, call: Called, one: Any, sampler: Sampler, seed: int) -> object:
        kind = type(one.codec).__name__
        if kind == "BinaryBody":
            return b"\x00bytes"
        if kind == "TextBody":
            return "text"
        content = self._document.resolve(call.node["requestBody"])["content"]
        schemas = {media.partition(";")[0]: stated for media, stated in content.items()}
        media = one.codec.media.partition(";")[0]
        stated = content.get(one.codec.media) or schemas.get(media) or next(iter(content.values()))
        value = sampler.valid(stated.get("schema", {}))
        if kind == "MultipartBody" and isinstance(value, dict):
            return self._with_files(stated.get("schema", {}), value)
        if kind in ("JsonBody", "FormBody") and seed % 2:
            return msgspec.json.decode(json.dumps(value), type=one.codec.type, dec_hook=_hook(one))
        return value

    def _with_files(self, schema: Schema, value: Schema) -> Schema:
        """Return the parts of a body, with bytes for those that are files."""
        properties = self._document.resolve(schema).get("properties", {})

        def is_file(name: str) -> bool:
            stated = self._document.resolve(properties.get(name, {}))
            item = self._document.resolve(stated.get("items", stated))
            return isinstance(item, dict) and item.get("format") == "binary"

        return {name: _as_files(part) if is_file(name) else part for name, part in value.items()}

    def _compare(self, name: str, sent: Any, answer: Any) -> None:
        raw = isinstance(answer, bytes)
        back = json.loads(answer if raw else msgspec.json.encode(answer))
        if _without_nulls(sent) != _without_nulls(back):
            lost = _difference(_without_nulls(sent), _without_nulls(back))
            self.faults.append(f"{name}: the answer differs at {lost}")


_NOTHING = object()


def _as_files(part: Any) -> Any:
    if isinstance(part, list):
        return [_as_files(item) for item in part]
    return part.encode() if isinstance(part, str) else part


def _status(call: Called) -> int:
    stated = [
        str(status) for status in call.node.get("responses", {}) if str(status)[:1] in ("2", "3")
    ]
    stated.sort()
    return int(stated[0]) if stated and stated[0].isdecimal() else 200


def _hook(parameter: Any) -> Any:
    runtime = type(parameter).__module__.partition("._runtime.")[0] + "._runtime"
    return importlib.import_module(f"{runtime}.models.unions").decode_union


def _sendable(value: Any, parameter: Any) -> Any:
    if parameter.location in ("path", "header", "cookie") and isinstance(value, str):
        plain = "".join(c for c in value if c.isascii() and c.isprintable()) or "a"
        return (
            plain if parameter.codec.accepts(plain) or not parameter.codec.accepts(value) else value
        )
    if isinstance(value, list):
        value = [item for item in value if item is not None]  # which cannot be written
    if value == [] and parameter.location == "path":
        raise NoValue  # nor can this
    if parameter.location == "header" and isinstance(value, list):
        return [_sendable(item, parameter) for item in value]
    if parameter.location == "header" and isinstance(value, dict):
        return {name: _sendable(item, parameter) for name, item in value.items()}
    return value


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value


def _difference(one: Any, other: Any, at: str = "$") -> str:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            if one.get(key) != other.get(key):
                return _difference(one.get(key), other.get(key), f"{at}.{key}")
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, pair in enumerate(zip(one, other, strict=True)):
            if pair[0] != pair[1]:
                return _difference(*pair, f"{at}[{index}]")
    return f"{at}: {str(one)[:80]} became {str(other)[:80]}"


def main(spec: str, source: str, package: str) -> None:
    """Exercise one package."""
    warnings.simplefilter("ignore")
    sys.path.insert(0, source)
    document = read(Path(spec))
    calls = list(document.calls())
    with Judge(document) as judge:
        exercise = Exercise(document, package, judge)
        for number, call in enumerate(calls):
            for seed in range(_ROUNDS):
                exercise.call(call, 1000 * number + seed)
    counts = {"stated": len(calls), "emitted": exercise.emitted, "answered": exercise.answered}
    print(json.dumps({**counts, "undrawn": exercise.undrawn, "faults": exercise.faults}))


if __name__ == "__main__":
    main(*sys.argv[1:4])
