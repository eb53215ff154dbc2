"""RAM policies: what a user may do. Denied by default, and a Deny beats every Allow.

What cannot be judged here is refused when a policy is loaded, never passed over later.
"""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct

from ..errors import TargetError

__all__ = ["Policy", "Verdict", "judge", "parse_policy"]

Texts: TypeAlias = str | list[str]
Verdict: TypeAlias = Literal["Allow", "ExplicitDeny", "ImplicitDeny"]

_ACTION = re.compile(r"\*|[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+", re.ASCII)


class Statement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="pascal"):
    """One rule of a policy."""

    effect: Literal["Allow", "Deny"]
    resource: Texts
    action: Texts | None = None
    not_action: Texts | None = None
    condition: dict[str, Any] | None = None

    def covers(self, action: str) -> bool:
        """Tell whether this rule speaks of an action, on all resources."""
        named = _matches(_texts(self.action or self.not_action), action)
        everywhere = any(set(resource) == {"*"} for resource in _texts(self.resource))
        return everywhere and named is (self.action is not None)


class Policy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="pascal"):
    """A RAM policy, in the form in which RAM has it."""

    version: Literal["1"]
    statement: list[Statement]


@lru_cache(maxsize=256)
def parse_policy(document: str) -> Policy:
    """Read a policy; raise TargetError when there is anything in it that cannot be judged."""
    try:
        content = json.loads(document, object_pairs_hook=_distinct)
        policy = msgspec.convert(content, Policy)
        for statement in policy.statement:
            _check(statement)
    except (ValueError, RecursionError) as error:
        raise TargetError(f"the policy cannot be judged: {error}") from error
    return policy


def judge(policies: Sequence[Policy], action: str) -> Verdict:
    """Say whether policies together permit an action on all resources."""
    effects = {
        statement.effect
        for policy in policies
        for statement in policy.statement
        if statement.covers(action)
    }
    if "Deny" in effects:
        return "ExplicitDeny"
    return "Allow" if "Allow" in effects else "ImplicitDeny"


def _check(statement: Statement) -> None:
    if (statement.action is None) == (statement.not_action is None):
        raise ValueError("a statement needs either Action or NotAction")
    if statement.condition:
        raise ValueError("Condition is not supported; leave it out")
    actions = _texts(statement.action if statement.action is not None else statement.not_action)
    for action in actions:
        if not _ACTION.fullmatch(action):
            raise ValueError(f'"{action}" is no action such as stream:ListJobs or stream:*')
    if not actions or not _texts(statement.resource):
        raise ValueError("Action, NotAction and Resource may not be empty")
    if statement.effect == "Deny" and any(set(r) != {"*"} for r in _texts(statement.resource)):
        raise ValueError(
            'a Deny must have the Resource "*", since no operation knows a narrower one'
        )


def _matches(patterns: list[str], action: str) -> bool:
    """Match an action as RAM does, whatever the case of its letters."""
    return any(_pattern(pattern).fullmatch(action) for pattern in patterns)


@lru_cache(maxsize=256)
def _pattern(wildcards: str) -> re.Pattern[str]:
    signs = {"*": ".*", "?": "."}
    return re.compile("".join(signs.get(c) or re.escape(c) for c in wildcards), re.IGNORECASE)


def _texts(value: Texts | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError(f"an object has one name twice: {', '.join(name for name, _ in pairs)}")
    return content
