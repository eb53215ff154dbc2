"""The other side of a call: finds the operation, holds the request to it, answers with an example."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from .reading import Called, Document, Schema
from .sent_bodies import form_faults, part_faults

__all__ = ["Judge"]


class Judge:
    """A server for one document; `said` holds what was wrong with the last request."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._routes = [
            (_pattern(document.prefix(call) + call.plain), call) for call in document.calls()
        ]
        self.expected: Called | None = None
        self.reply: tuple[int, str, bytes] = (200, "application/json", b"null")
        self.said: list[str] = []
        judge = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                judge.said = judge.judge(self.command, self.path, dict(self.headers), body)
                status, media, answer = judge.reply
                self.send_response(status)
                if media:
                    self.send_header("Content-Type", media)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(b"" if self.command == "HEAD" else answer)

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "Judge":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def judge(self, method: str, target: str, headers: dict[str, str], body: bytes) -> list[str]:
        """Return how a request differs from the operation that is expected."""
        call, parts = self.expected, urlsplit(target)
        if call is None:
            return ["nothing was expected"]
        if method.lower() != call.method:
            return [f"method {method}, not {call.method}"]
        pattern = next(pattern for pattern, routed in self._routes if routed == call)
        match = pattern.fullmatch(parts.path)
        if match is None:
            return [f"path {parts.path} is not {call.path}"]
        segments = {f"p{i}": unquote(text) for i, text in enumerate(match.groups())}
        names = re.findall(r"\{([^{}]*)\}", self._document.prefix(call) + call.plain)
        path = {name: segments[f"p{i}"] for i, name in enumerate(names)}
        query = parse_qsl(parts.query, keep_blank_values=True)
        if lacking := [pair for pair in call.query if pair not in query]:
            return [f"{lacking} is not in the query"]
        lower = {name.lower(): value for name, value in headers.items()}
        said = [
            fault
            for parameter in self._document.parameters(call)
            for fault in self._parameter(parameter, path, query, lower)
        ]
        return [*said, *self._unknown(call, query), *self._body(call, lower, body)]

    def _unknown(self, call: Called, query: list[tuple[str, str]]) -> list[str]:
        """Return what a query holds that no parameter has, unless an object spreads over it."""
        given = [
            parameter for parameter in self._document.parameters(call) if parameter["in"] == "query"
        ]
        spread = any(
            "object" in self._document.kinds(parameter.get("schema", {})) for parameter in given
        )
        known = {parameter["name"] for parameter in given} | {name for name, _ in call.query}
        strange = {
            key for key, _ in query if key.partition("[")[0] not in known and key not in known
        }
        return [] if spread else [f"{key} is not declared" for key in sorted(strange)]

    def _parameter(
        self,
        one: Schema,
        path: dict[str, str],
        query: list[tuple[str, str]],
        headers: dict[str, str],
    ) -> list[str]:
        name, place = one["name"], one["in"]
        if (place == "path" and name not in path) or (
            place == "header" and name.lower() in ("accept", "content-type", "authorization")
        ):
            return []  # OpenAPI has headers of these names ignored
        cookies = dict(
            pair.strip().partition("=")[::2] for pair in headers.get("cookie", "").split(";")
        )
        texts = {
            "path": [path.get(name, "")],
            "query": [value for key, value in query if key == name],
            "header": [headers[name.lower()]] if name.lower() in headers else [],
            "cookie": [unquote(cookies[name])] if name in cookies else [],
        }[place]
        schema = self._document.resolve(one.get("schema", {}))
        kinds = self._document.kinds(schema)
        deep = any(key.startswith(f"{name}[") for key, _ in query)
        if not texts:
            needed = one.get("required") and not deep and not kinds & {"object", "array"}
            return [f"parameter {name} is missing"] if needed else []
        style = one.get("style", "simple")
        if style in ("label", "matrix"):
            texts = _unstyled(name, style, "object" not in kinds, texts[0])
            if not texts:
                return [f"parameter {name} has not the style {style}"]
        if "object" in kinds:
            return []
        found = [self._document.errors(schema, value) for value in self._values(one, schema, texts)]
        return [] if [] in found else [f"parameter {name}: {fault}" for fault in found[0]]

    def _values(self, one: Schema, schema: Schema, texts: list[str]) -> Iterator[Any]:
        """Return what texts may stand for: of a schema that may be plain or a list, each of the two."""
        choices = [self._document.resolve(part) for part in _choices(schema)]
        lists = [part for part in choices if "array" in (part.get("type") or ())]
        exploded = one.get("explode", one.get("style", "form") == "form" and one["in"] == "query")
        whole = texts if exploded or len(texts) > 1 else re.split("[, |]", texts[0])
        for part in lists:
            items = self._document.kinds(part.get("items", {}))
            if items & {"array", "object"} and len(texts) == 1:
                yield _read({"any"}, texts[0])  # for such lists OpenAPI has no style
            yield [_read(items, text) for text in whole]
        if len(texts) == 1 or not lists:
            yield _read(self._document.kinds(schema), texts[0])
            yield texts[0]  # of a schema without a type: a text may look like a number

    def _body(self, call: Called, headers: dict[str, str], body: bytes) -> list[str]:
        stated = self._document.resolve(call.node.get("requestBody") or {})
        content = stated.get("content") or {}
        if not body:
            return ["the body is missing"] if stated.get("required") and content else []
        sent = headers.get("content-type", "").partition(";")[0]
        whole = [media_type for media_type in content if media_type == headers.get("content-type")]
        found = whole or [
            media_type
            for media_type in content
            if media_type.partition(";")[0] == sent or "*" in media_type
        ]
        if not found:
            return [f"the body is {sent}, not one of {list(content)}"]
        schema = content[found[0]].get("schema", {})
        if "json" in sent:
            return [f"body: {fault}" for fault in self._document.errors(schema, json.loads(body))]
        if sent == "multipart/form-data":
            media = headers["content-type"]
            faults = part_faults(self._document, content[found[0]], media, body)
        elif sent == "application/x-www-form-urlencoded":
            faults = form_faults(self._document, content[found[0]], body)
        else:
            return []
        return [f"body: {fault}" for fault in faults]


def _unstyled(name: str, style: str, named: bool, text: str) -> list[str]:
    """Return the values of a part of a path that begins with a mark; none where it has not got it."""
    if style == "label":
        return text[1:].split(".") if text.startswith(".") else []
    found = text[1:].split(";")
    if not text.startswith(";") or (
        named and not all(pair.startswith(f"{name}=") for pair in found)
    ):
        return []
    return [pair.partition("=")[2] for pair in found]


def _choices(schema: Schema) -> list[Any]:
    return [*schema.get("oneOf", ()), *schema.get("anyOf", ())] or [schema]


def _pattern(path: str) -> re.Pattern[str]:
    pieces = re.split(r"(\{[^{}]*\})", path)
    return re.compile("".join("([^/]*)" if p.startswith("{") else re.escape(p) for p in pieces))


def _read(kinds: set[str], text: str) -> Any:
    if kinds & {"integer", "number", "boolean", "any"}:
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
