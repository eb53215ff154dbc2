"""A notice about a job, as it is stored and delivered."""

from typing import Literal, TypeAlias, get_args

from msgspec import Struct

__all__ = ["KINDS", "Notice", "NoticeKind"]

NoticeKind: TypeAlias = Literal[
    "job-failed", "job-lost", "job-restarting", "job-without-checkpoint", "job-recovered", "test"
]
KINDS: tuple[str, ...] = get_args(NoticeKind)


class Notice(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """An event of a job at a time in seconds; `text` says it in one sentence.

    A notice may be delivered several times, always with the same `notice_id`.
    """

    notice_id: str
    kind: NoticeKind
    at: int
    text: str
    cluster: str | None = None
    workspace: str | None = None
    namespace: str | None = None
    deployment_id: str | None = None
    deployment_name: str | None = None
    job_id: str | None = None
    state: str | None = None
    reason: str | None = None
    message: str | None = None
    advice: str | None = None
    causes: tuple[str, ...] = ()
