"""Index of the nodes of a specification: its operations, parameters, schemas and the rest.

Rules look nodes up here and never traverse the document themselves, so that a name that an author
chose, such as a property's, is never taken for a keyword.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from .grammar import CONTAINERS, DATA_KEYWORDS, GRAMMAR, REFERABLE, WITH_SIBLINGS, Container
from .pointer import PointerParts, parse_pointer
from .source import Source, Value

__all__ = ["MOST_PARTS", "DocumentIndex", "Node", "TypeMismatch", "items", "text"]

MOST_PARTS: Final = 100


@dataclass(frozen=True, slots=True)
class Node:
    """One object of the specification, of a kind such as "schema".

    `keyword` is the key that says what it is to its parent, `name` the key that its author chose,
    `subject` the operation or component that messages about it begin with.
    """

    kind: str
    pointer: PointerParts
    value: dict[str, Value]
    subject: str | None
    keyword: str
    name: str | None

    @property
    def is_replaced(self) -> bool:
        """Whether a reference replaces all other members."""
        return self.ref is not None and self.kind not in WITH_SIBLINGS

    @property
    def ref(self) -> str | None:
        """The reference that stands in for the node, where its kind allows one."""
        ref = self.value.get("$ref") if self.kind in REFERABLE else None
        return ref if isinstance(ref, str) else None


@dataclass(frozen=True, slots=True)
class TypeMismatch:
    """A value of the wrong type."""

    pointer: PointerParts
    expected: str
    subject: str | None


class DocumentIndex:
    """All nodes of one specification, in its own order.

    `outside_grammar` holds the mappings that OpenAPI gives no meaning, with their pointers.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.nodes: list[Node] = []
        self.type_mismatches: list[TypeMismatch] = []
        self.outside_grammar: list[tuple[PointerParts, dict[str, Value]]] = []
        self._names: dict[str, list[str]] = {}
        self._spans: dict[PointerParts, tuple[int, int]] = {}
        self._visit(Node("specification", (), source.document, None, "", None))
        self._by_kind: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes:
            self._by_kind[node.kind].append(node)

    def of(self, *kinds: str) -> Iterator[Node]:
        """Yield the nodes of these kinds, except references to them."""
        for kind in kinds:
            yield from (node for node in self._by_kind[kind] if not node.is_replaced)

    def at(self, *pointer: str) -> Node | None:
        """Return the node at a pointer; None where there is none."""
        span = self._spans.get(pointer)
        return self.nodes[span[0]] if span else None

    def target(self, ref: str) -> Node | None:
        """Return the node that a reference names; None where it names none."""
        return self.at(*parse_pointer(unquote(ref[1:]))) if ref.startswith("#/") else None

    def resolve(self, node: Node | None) -> Node | None:
        """Follow references to the node that is meant; None where they lead nowhere."""
        seen: set[PointerParts] = set()
        while node is not None and node.ref is not None:
            if node.pointer in seen:
                return None
            seen.add(node.pointer)
            node = self.target(node.ref)
        return node

    def child(self, node: Node | None, *keys: str) -> Node | None:
        """Return the node below another one, references on both ends followed."""
        parent = self.resolve(node)
        return self.resolve(self.at(*parent.pointer, *keys)) if parent else None

    def parameters(self, operation: Node) -> list[Node]:
        """Return the parameters of an operation and those of its path that it does not override."""
        own, shared = (
            self._list(owner, "parameters") for owner in (operation.pointer, operation.pointer[:-1])
        )
        overridden = {self._identity(node) for node in own}
        return [node for node in shared if self._identity(node) not in overridden] + own

    def all_of_parts(self, schema: Node | None) -> list[Node]:
        """Return a schema and those that it combines by allOf, but no more than a rule allows."""
        parts: dict[PointerParts, Node] = {}
        waiting = [self.resolve(schema)]
        while waiting and len(parts) <= MOST_PARTS:
            part = waiting.pop()
            if part and part.pointer not in parts:
                parts[part.pointer] = part
                waiting += [self.child(part, "allOf", i) for i, _ in items(part.value.get("allOf"))]
        return list(parts.values())

    def names(self, kind: str) -> list[str]:
        """Return the names of the components of a kind."""
        if kind not in self._names:
            pointers = (node.pointer for node in self._by_kind[kind])
            self._names[kind] = [parts[-1] for parts in pointers if parts[:1] == ("components",)]
        return self._names[kind]

    def descendants(self, node: Node) -> list[Node]:
        """Return a node and all nodes within it, references not followed."""
        first, last = self._spans[node.pointer]
        return self.nodes[first:last]

    def reachable(self, roots: Iterable[Node]) -> list[Node]:
        """Return each node that is within the roots or referred to from there, once."""
        reached: dict[PointerParts, Node] = {}
        waiting = list(roots)
        while waiting:
            root = waiting.pop()
            if root.pointer in reached:
                continue
            for node in self.descendants(root):
                reached[node.pointer] = node
                if node.ref and (target := self.target(node.ref)):
                    waiting.append(target)
        return list(reached.values())

    def _list(self, pointer: PointerParts, key: str) -> list[Node]:
        node = self.at(*pointer)
        indices = (i for i, _ in items(node.value.get(key))) if node else ()
        return [item for i in indices if (item := self.at(*pointer, key, i))]

    def _identity(self, parameter: Node) -> tuple[str | None, str | None]:
        node = self.resolve(parameter)
        return (text(node.value, "name"), text(node.value, "in")) if node else (None, None)

    def _visit(self, node: Node) -> None:
        start = len(self.nodes)
        self.nodes.append(node)
        self._spans[node.pointer] = (start, start)
        grammar = {} if node.is_replaced else GRAMMAR[node.kind]
        wildcard = grammar.get("*")
        for key, child in node.value.items():
            rule = grammar.get(key) or (None if key.startswith("x-") else wildcard)
            if rule:
                self._enter(child, key, rule, node)
            elif key not in DATA_KEYWORDS:
                self._visit_outside(child, (*node.pointer, key))
        self._spans[node.pointer] = (start, len(self.nodes))

    def _enter(self, value: Value, key: str, rule: tuple[Container, str], parent: Node) -> None:
        container, kind = rule
        pointer = (*parent.pointer, key)
        if container == "one":
            self._child(value, pointer, kind, parent)
        elif container == "list" and isinstance(value, list):
            for i, item in enumerate(value):
                self._child(item, (*pointer, str(i)), kind, parent, keyword=key)
        elif container == "map" and isinstance(value, dict):
            for name, item in value.items():
                self._child(item, (*pointer, name), kind, parent, keyword=key, name=name)
        else:
            expected = f"a {CONTAINERS[container]}"
            self.type_mismatches.append(TypeMismatch(pointer, expected, parent.subject))

    def _child(
        self,
        value: Value,
        pointer: PointerParts,
        kind: str,
        parent: Node,
        *,
        keyword: str | None = None,
        name: str | None = None,
    ) -> None:
        keyword, subject = keyword or pointer[-1], parent.subject
        if not isinstance(value, dict):
            if not (kind == "schema" and isinstance(value, bool)):
                article = "an" if kind[0] in "aeio" else "a"
                self.type_mismatches.append(TypeMismatch(pointer, f"{article} {kind}", subject))
            return
        if kind == "operation":
            subject = text(value, "operationId") or f"{keyword.upper()} {pointer[-2]}"
        elif parent.kind == "components":
            subject = name
        self._visit(Node(kind, pointer, value, subject, keyword, name))

    def _visit_outside(self, value: Value, pointer: PointerParts) -> None:
        """Record mappings outside the grammar, so that rules see them, too."""
        if isinstance(value, dict):
            self.outside_grammar.append((pointer, value))
        for key, child in items(value):
            self._visit_outside(child, (*pointer, key))


def items(value: Value) -> Iterable[tuple[str, Value]]:
    """Return the entries of a mapping or a list; none of any other value."""
    if isinstance(value, dict):
        return value.items()
    return ((str(i), item) for i, item in enumerate(value)) if isinstance(value, list) else ()


def text(value: Mapping[str, Value], key: str) -> str | None:
    """Return the text under a key; None where it is absent, blank or not a text."""
    member = value.get(key)
    return member if isinstance(member, str) and member.strip() else None
