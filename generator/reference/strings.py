"""The pages' own texts, in each language; all others are from the contract."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..translations.catalogue import LANGUAGE, REFERENCE, read_translations

__all__ = ["CHINESE", "ENGLISH", "ENGLISH_LABELS", "Language"]


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the pages: its folder, and its texts."""

    folder: str
    labels: Mapping[str, str]


ENGLISH_LABELS = {
    "access_level": "access level",
    "action": "action",
    "any_text": "a string",
    "asks": "The command asks first: {question} Without a terminal it needs `--yes`.",
    "at_least": "of at least {least} ",
    "at_most": "of at most {most} ",
    "between": "from {least} to {most} ",
    "body": "Request body",
    "body_optional": "optional",
    "body_required": "required",
    "Boolean": "true or false",
    "callers": "callers",
    "changes": "Change history",
    "choice": "one of: {values}",
    "code": "code",
    "colon": ": ",
    "condition_keys": "condition keys",
    "contract": "Made from {spec}, contract version {version}. Links with a number lead to the line of the specification.",
    "default": "default",
    "default_goal": "default",
    "derived": "derived from",
    "errors": "Errors",
    "example": "example",
    "exception": "exception",
    "field": "field",
    "first_version": "The first version.",
    "found_first": "It is the first of at most {size}, whose {time} is checked to be descending; if it is not, the newest of them when there are no more, else an error.",
    "from_product": "By the product",
    "from_versions": "By versions of this contract",
    "goal_reached": "is reached in",
    "headers": "headers",
    "idempotency_key": "{name} makes it idempotent: the call is carried out once, however often it is sent with one key. A client fills in a new key where the caller gives none, and repeats the call after a failure.",
    "idempotency_read": "Before it repeats the call, it reads with {name}, and returns what is there.",
    "in_python": "in Python",
    "Integer": "{span}integer",
    "location": "location",
    "looked_up": "`{name}` takes a name in place of `{target}`: the client lists with {operation}, and takes the only exact match.",
    "long": "a string of {least} to {most} characters",
    "matching": "a string that matches {pattern}",
    "meaning": "meaning",
    "model": "model",
    "models": "Models",
    "must_be": "must be",
    "no": "no",
    "none": "none",
    "not_repeated": "It has no key that makes it idempotent: a client repeats it only if it certainly was not carried out.",
    "not_empty": "a string that is not empty",
    "not_recorded": "not recorded yet",
    "nothing_changed": "No change of meaning.",
    "Number": "{span}number",
    "operation": "operation",
    "operations": "Operations",
    "other_language": "[中文](zh/README.md)",
    "parameter": "parameter",
    "permission": "Permission",
    "permissions": "Permissions",
    "policy": "A policy that allows all of it:",
    "read_only": "read-only",
    "related": "related operations",
    "remedy": "What to do",
    "repaired": "A client may set its clock by the response's `Date` and try once more.",
    "requests": "; this client requests {number}",
    "required": "required",
    "resource": "resource",
    "response": "response",
    "retryable": "worth retrying",
    "servers": "servers",
    "source": "says who",
    "sources": "“Says who” is the product's page (doc), the vendor's SDK (sdk), the vendor's API metadata (meta), a real Flink cluster (flink), or this project, where nobody does (ours).",
    "spec": "spec",
    "status": "status",
    "type": "type",
    "waits_after": "It returns before it is done: {method} waits until {goal}, as `--wait` of the command does.",
    "waits": "Every {every} s, for {timeout} s; {final} end it.",
    "what": "what changed",
    "when": "When",
    "where": "where",
    "yes": "yes",
}
"""The texts of the pages; the catalogue of the reference translates them."""


def _chinese_labels() -> Mapping[str, str]:
    texts = read_translations(REFERENCE)
    return {name: texts.get(english, english) for name, english in ENGLISH_LABELS.items()}


ENGLISH = Language("", ENGLISH_LABELS)
CHINESE = Language(LANGUAGE, _chinese_labels())
