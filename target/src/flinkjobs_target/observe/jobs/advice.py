"""One plain sentence for the kind of a failure: where somebody should look first."""

import re

from .facts import Failure

__all__ = ["advice_for", "explanation"]

_ADVICE: tuple[tuple[str, str], ...] = (
    (
        "NoResourceAvailable|SlotPoolTimeout|could not fulfill resource requirements",
        "the cluster has too few free slots: add TaskManagers, or lower the parallelism",
    ),
    (
        "OutOfMemory|GC overhead",
        "memory ran out: look at the TaskManager's memory and the state size",
    ),
    (
        "tolerable failure threshold|CheckpointException|Checkpoint expired|checkpoint .*declined",
        "checkpoints fail: look at back-pressure, the checkpoint timeout and the checkpoint storage",
    ),
    (
        "Cannot map checkpoint/savepoint state|StateMigration|Failed to rollback|savepoint",
        "the state does not fit the job: look at the savepoint that it starts from, and operator ids",
    ),
    (
        "RemoteTransport|TaskManager .*(lost|timed out|no longer reachable)|heartbeat|TaskExecutor",
        "a TaskManager was lost: look at its log, and at whether the machine or container was killed",
    ),
    (
        "ClassNotFound|NoClassDefFound|NoSuchMethod|NoSuchField|UnsupportedClassVersion|AbstractMethod"
        "|LinkageError",
        "a class is missing or of another version: look at the jars and connectors of the job",
    ),
    (
        "Connect|UnknownHost|SocketTimeout|NoRouteToHost|SSLException|Unreachable",
        "another system does not answer: look at the address, the network and the system itself",
    ),
    (
        "AccessDenied|AccessControl|Authentication|Authorization|Forbidden|not authorized",
        "access was refused: look at the credentials of the job and its permissions",
    ),
    (
        "FileNotFound|NoSuchFile|PathNotFound",
        "a file is missing: look at the paths of the job and of its checkpoints",
    ),
    (
        "No space left|DiskQuota",
        "a disk is full: look at the disks of TaskManagers and checkpoints",
    ),
    (
        "NumberFormat|DateTimeParse|Deserialization|JsonParse|ClassCast|Corrupt|IllegalArgument"
        "|NullPointer|Arithmetic|IndexOutOfBounds|TableException",
        "the program or a record is at fault: look at the input and at the statement that reads it",
    ),
)
"""Patterns of exception classes and messages, the most specific first, and where to look."""
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), text) for pattern, text in _ADVICE)
_UNKNOWN = "look at the log of the TaskManager at the time of the failure"


def advice_for(reason: str, message: str | None) -> str:
    """Return where to look for a root cause, by its class first and then by its message."""
    for text in (reason, message or ""):
        for pattern, advice in _PATTERNS:
            if pattern.search(text):
                return advice
    return _UNKNOWN


def explanation(failure: Failure) -> str | None:
    """Return the message of a failure, with where to look and what came before."""
    parts = [failure.message, failure.advice and f"What to do: {failure.advice}."]
    if failure.causes:
        parts.append(f"Causes: {'; '.join(failure.causes)}.")
    return " ".join(part for part in parts if part) or None
