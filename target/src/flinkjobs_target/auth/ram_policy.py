"""RAM policies: the actions that a user may perform. The default is to deny; a Deny beats any Allow.

Unsupported parts are rejected when a policy is loaded, and never ignored.
"""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from ..errors import TargetError
from .conditions import Condition, Pointer, RequestConditions, parse_conditions
from .json_pointer import PolicyError

__all__ = ["Decision", "Policy", "evaluate", "parse_policy"]

Effect: TypeAlias = Literal["Allow", "Deny"]
Decision: TypeAlias = Literal["Allow", "ExplicitDeny", "ImplicitDeny"]

_ACTION = re.compile(r"\*|[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+", re.ASCII)
_STATEMENT_MEMBERS = ("Effect", "Action", "Resource", "Condition")
_REMEDIES = {
    "NotAction": "is not supported; list the actions in Action",
    "NotResource": 'is not supported; the Resource of every operation is "*"',
    "Principal": "is not supported; a policy applies to the user that has it",
}


class Statement(Struct, frozen=True, kw_only=True):
    """A statement of a policy, ready for evaluation."""

    effect: Effect
    actions: tuple[re.Pattern[str], ...]
    all_resources: bool
    conditions: tuple[Condition, ...]

    def applies(self, action: str, conditions: RequestConditions) -> bool:
        """Whether this statement applies to an action on all resources, under these conditions.

        When a condition is unknown, an Allow does not apply, and a Deny does.
        """
        if not self.all_resources or not any(pattern.fullmatch(action) for pattern in self.actions):
            return False
        unknown = self.effect == "Deny"
        for condition in self.conditions:
            holds = condition.holds(conditions)
            if not (unknown if holds is None else holds):
                return False
        return True


class Policy(Struct, frozen=True):
    """A RAM policy whose every part is supported."""

    statements: tuple[Statement, ...]


@lru_cache(maxsize=1024)
def parse_policy(document: str) -> Policy:
    """Parse a policy; raise TargetError, with a JSON pointer, when a part is invalid or unsupported."""
    try:
        content = json.loads(document, object_pairs_hook=_distinct)
        return Policy(tuple(_statements(content)))
    except (ValueError, RecursionError) as error:
        raise TargetError(f"the policy is invalid or not supported: {error}") from error


def evaluate(policies: Sequence[Policy], action: str, conditions: RequestConditions) -> Decision:
    """Return the decision of all policies on an action on all resources, under these conditions."""
    effects = {
        statement.effect
        for policy in policies
        for statement in policy.statements
        if statement.applies(action, conditions)
    }
    if "Deny" in effects:
        return "ExplicitDeny"
    return "Allow" if "Allow" in effects else "ImplicitDeny"


def _statements(content: Any) -> list[Statement]:
    if not isinstance(content, dict):
        raise PolicyError("must be an object with Version and Statement")
    for name in content:
        if name not in ("Version", "Statement"):
            raise PolicyError(
                "is not a member of a policy; the members are Version and Statement", name
            )
    if content.get("Version") != "1":
        raise PolicyError('must be "1"', "Version")
    statements = content.get("Statement")
    if not isinstance(statements, list):
        raise PolicyError("must be an array of statements", "Statement")
    return [
        _statement(statement, ("Statement", index)) for index, statement in enumerate(statements)
    ]


def _statement(content: Any, pointer: Pointer) -> Statement:
    if not isinstance(content, dict):
        raise PolicyError("must be an object", *pointer)
    for name in content:
        if name not in _STATEMENT_MEMBERS:
            default = (
                f"is not a member of a statement; the members are {', '.join(_STATEMENT_MEMBERS)}"
            )
            raise PolicyError(_REMEDIES.get(name, default), *pointer, name)
    effect = content.get("Effect")
    if effect not in ("Allow", "Deny"):
        raise PolicyError('must be "Allow" or "Deny"', *pointer, "Effect")
    all_resources = _all_resources(content.get("Resource"), (*pointer, "Resource"))
    if effect == "Deny" and not all_resources:
        problem = 'a Deny must have the Resource "*"; the operations support no narrower one'
        raise PolicyError(problem, *pointer, "Resource")
    return Statement(
        effect=effect,
        actions=tuple(_actions(content.get("Action"), (*pointer, "Action"))),
        all_resources=all_resources,
        conditions=parse_conditions(content.get("Condition", {}), (*pointer, "Condition")),
    )


def _all_resources(content: Any, pointer: Pointer) -> bool:
    """Whether a Resource is "*": a narrower one permits no operation."""
    return any(set(text) == {"*"} for text, _ in _strings(content, pointer))


def _actions(content: Any, pointer: Pointer) -> list[re.Pattern[str]]:
    patterns = []
    for text, text_pointer in _strings(content, pointer):
        if not _ACTION.fullmatch(text):
            quoted = json.dumps(text, ensure_ascii=False)
            raise PolicyError(
                f"{quoted} is not an action such as stream:ListJobs or stream:*", *text_pointer
            )
        patterns.append(_pattern(text))
    return patterns


def _pattern(wildcards: str) -> re.Pattern[str]:
    """Compile wildcards to a case-insensitive pattern, as RAM matches actions."""
    special = {"*": ".*", "?": "."}
    text = "".join(special.get(char) or re.escape(char) for char in re.sub(r"\*+", "*", wildcards))
    return re.compile(text, re.IGNORECASE)


def _strings(content: Any, pointer: Pointer) -> list[tuple[str, Pointer]]:
    """Return the strings of a string or an array of strings, each with its pointer."""
    if isinstance(content, str) and content:
        return [(content, pointer)]
    if not isinstance(content, list) or not content:
        raise PolicyError("must be a non-empty string, or a non-empty array of them", *pointer)
    for index, text in enumerate(content):
        if not isinstance(text, str) or not text:
            raise PolicyError("must be a non-empty string", *pointer, index)
    return [(text, (*pointer, index)) for index, text in enumerate(content)]


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError(f"an object has duplicate names: {', '.join(name for name, _ in pairs)}")
    return content
