"""RAM policies: what a user may do. Denied by default, and a Deny beats every Allow.

What cannot be judged here is refused when a policy is loaded, never passed over later.
"""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from ..errors import TargetError
from .conditions import Circumstances, Condition, parse_conditions
from .json_pointer import Unjudgeable

__all__ = ["Policy", "Verdict", "judge", "parse_policy"]

Effect: TypeAlias = Literal["Allow", "Deny"]
Verdict: TypeAlias = Literal["Allow", "ExplicitDeny", "ImplicitDeny"]

_ACTION = re.compile(r"\*|[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+", re.ASCII)
_KNOWN = ("Effect", "Action", "Resource", "Condition")
_REMEDIES = {
    "NotAction": "is not supported; name what is meant with Action",
    "NotResource": 'is not supported; the Resource of every operation is "*"',
    "Principal": "is not supported; a policy is about the user that has it",
}


class Statement(Struct, frozen=True, kw_only=True):
    """One rule of a policy, ready to be judged."""

    effect: Effect
    actions: tuple[re.Pattern[str], ...]
    everywhere: bool
    conditions: tuple[Condition, ...]

    def counts(self, action: str, circumstances: Circumstances) -> bool:
        """Tell whether this rule speaks of an action on all resources, in these circumstances.

        Where nobody knows whether a condition holds, an Allow does not count, and a Deny does.
        """
        if not self.everywhere or not any(each.fullmatch(action) for each in self.actions):
            return False
        unknown = self.effect == "Deny"
        for condition in self.conditions:
            holds = condition.holds(circumstances)
            if not (unknown if holds is None else holds):
                return False
        return True


class Policy(Struct, frozen=True):
    """A RAM policy that can be judged as a whole."""

    statements: tuple[Statement, ...]


@lru_cache(maxsize=1024)
def parse_policy(document: str) -> Policy:
    """Read a policy; raise TargetError, with a JSON pointer, when a part cannot be judged."""
    try:
        content = json.loads(document, object_pairs_hook=_distinct)
        return Policy(tuple(_statements(content)))
    except (ValueError, RecursionError) as error:
        raise TargetError(f"the policy cannot be judged: {error}") from error


def judge(policies: Sequence[Policy], action: str, circumstances: Circumstances) -> Verdict:
    """Say whether policies together permit an action on all resources, in these circumstances."""
    effects = {
        statement.effect
        for policy in policies
        for statement in policy.statements
        if statement.counts(action, circumstances)
    }
    if "Deny" in effects:
        return "ExplicitDeny"
    return "Allow" if "Allow" in effects else "ImplicitDeny"


def _statements(content: Any) -> list[Statement]:
    if not isinstance(content, dict):
        raise Unjudgeable("must be an object with Version and Statement")
    for name in content:
        if name not in ("Version", "Statement"):
            raise Unjudgeable("is no part of a policy; there are Version and Statement", name)
    if content.get("Version") != "1":
        raise Unjudgeable('must be "1"', "Version")
    statements = content.get("Statement")
    if not isinstance(statements, list):
        raise Unjudgeable("must be a list of statements", "Statement")
    return [_statement(each, ("Statement", index)) for index, each in enumerate(statements)]


def _statement(content: Any, place: tuple[str | int, ...]) -> Statement:
    if not isinstance(content, dict):
        raise Unjudgeable("must be an object", *place)
    for name in content:
        if name not in _KNOWN:
            otherwise = f"is no part of a statement; there are {', '.join(_KNOWN)}"
            raise Unjudgeable(_REMEDIES.get(name, otherwise), *place, name)
    effect = content.get("Effect")
    if effect not in ("Allow", "Deny"):
        raise Unjudgeable('must be "Allow" or "Deny"', *place, "Effect")
    everywhere = _everywhere(content.get("Resource"), (*place, "Resource"))
    if effect == "Deny" and not everywhere:
        what = 'a Deny must have the Resource "*", since no operation knows a narrower one'
        raise Unjudgeable(what, *place, "Resource")
    return Statement(
        effect=effect,
        actions=tuple(_actions(content.get("Action"), (*place, "Action"))),
        everywhere=everywhere,
        conditions=parse_conditions(content.get("Condition", {}), (*place, "Condition")),
    )


def _everywhere(content: Any, place: tuple[str | int, ...]) -> bool:
    """Tell whether all resources are meant: some of them are not enough for any operation."""
    return any(set(text) == {"*"} for text, _ in _texts(content, place))


def _actions(content: Any, place: tuple[str | int, ...]) -> list[re.Pattern[str]]:
    patterns = []
    for text, at in _texts(content, place):
        if not _ACTION.fullmatch(text):
            shown = json.dumps(text, ensure_ascii=False)
            raise Unjudgeable(f"{shown} is no action such as stream:ListJobs or stream:*", *at)
        patterns.append(_pattern(text))
    return patterns


def _pattern(wildcards: str) -> re.Pattern[str]:
    """Match an action as RAM does, whatever the case of its letters."""
    signs = {"*": ".*", "?": "."}
    text = "".join(signs.get(sign) or re.escape(sign) for sign in re.sub(r"\*+", "*", wildcards))
    return re.compile(text, re.IGNORECASE)


def _texts(content: Any, place: tuple[str | int, ...]) -> list[tuple[str, tuple[str | int, ...]]]:
    """Give the texts of a string or a list of strings, each with its place."""
    if isinstance(content, str) and content:
        return [(content, place)]
    if not isinstance(content, list) or not content:
        raise Unjudgeable("must be a text or a list of texts, not empty", *place)
    for index, text in enumerate(content):
        if not isinstance(text, str) or not text:
            raise Unjudgeable("must be a text, not empty", *place, index)
    return [(text, (*place, index)) for index, text in enumerate(content)]


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError(f"an object has one name twice: {', '.join(name for name, _ in pairs)}")
    return content
