"""Files of jobs, read: one job, an array, a whole ListJobs answer, or one of these a line."""

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from msgspec import Raw, Struct

from flinkjobs.models.jobs import Job

from .errors import TargetError
from .store.jobs import DeploymentKey, StoredJob

__all__ = ["read_jobs"]

_BOM = b"\xef\xbb\xbf"
_SECONDS = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_AT_BYTE = re.compile(r" \(byte ([0-9]+)\)$")
_IDS = ("jobId", "deploymentId", "namespace", "workspace")
_LONGEST = 500
_decoder = msgspec.json.Decoder(Job)


class _Answer(Struct):
    data: list[Raw] | None = None


class _Document(Struct, frozen=True):
    """A piece of a file, beginning on a line of it."""

    file: str
    line: int
    content: bytes

    def error(self, message: str, offset: int = 0) -> TargetError:
        """Say what is wrong, and on which line."""
        line = self.line + self.content.count(b"\n", 0, offset)
        return TargetError(f"{self.file}:{line}: {message}")


def read_jobs(stream: BinaryIO, file: str) -> Iterator[StoredJob]:
    """Give the jobs of a file in turn.

    Raises TargetError, with file, line and JSON path, at the first that is not a job of the
    contract with its four ids.
    """
    for document in _documents(stream, file):
        offset = 0
        for path, raw in _pieces(document):
            content = bytes(raw)
            offset = document.content.find(content, offset)
            yield _job(document, content, path, offset)
            offset += len(content)


def _documents(stream: BinaryIO, file: str) -> Iterator[_Document]:
    """Split a file: into lines when its first one is whole, else not at all."""
    number, first = 1, stream.readline().removeprefix(_BOM)
    while first and not first.strip():
        number, first = number + 1, stream.readline()
    if not _is_whole(first):
        yield _Document(file, number, first + stream.read())
        return
    yield _Document(file, number, first)
    for later, line in enumerate(stream, start=number + 1):
        if line.strip():
            yield _Document(file, later, line)


def _is_whole(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=Raw)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _pieces(document: _Document) -> list[tuple[str, Raw]]:
    """Find the jobs of a document, each with its JSON path."""
    try:
        whole = msgspec.json.decode(document.content, type=Raw)
        if bytes(whole).startswith(b"["):
            jobs = msgspec.json.decode(whole, type=list[Raw])
            return [(f"$[{index}]", job) for index, job in enumerate(jobs)]
        answer = msgspec.json.decode(whole, type=_Answer)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _malformed(document, error) from None
    if answer.data is None:
        return [("$", whole)]
    return [(f"$.data[{index}]", job) for index, job in enumerate(answer.data)]


def _job(document: _Document, content: bytes, path: str, offset: int) -> StoredJob:
    try:
        msgspec.json.decode(content)  # what the contract does not know must be sound JSON, too
        job = _decoder.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = str(error).replace("- at `$", f"- at `{path}")
        located = message if "- at `" in message else f"{message} - at `{path}`"
        raise document.error(located, offset) from None
    if wrong := _wrong_id(job, path):
        raise document.error(wrong, offset)
    return _stored(job, content)


def _wrong_id(job: Job, path: str) -> str | None:
    """Say which of the texts that find and order a job is missing, or too long for an index."""
    ids = (job.job_id, job.deployment_id, job.namespace, job.workspace)
    for name, value in zip(_IDS, ids, strict=True):
        if not value:
            needed = "a job needs a jobId, a deploymentId, a namespace and a workspace"
            return f"`{path}.{name}` is missing or empty; {needed}"
    state = job.status.current_job_status if job.status else None
    for name, value in zip((*_IDS, "status.currentJobStatus"), (*ids, state), strict=True):
        if value and len(value.encode()) > _LONGEST:
            return f"`{path}.{name}` is longer than {_LONGEST} bytes"
    return None


def _stored(job: Job, content: bytes) -> StoredJob:
    created = job.created_at or ""
    return StoredJob(
        deployment=DeploymentKey(job.workspace or "", job.namespace or "", job.deployment_id or ""),
        job_id=job.job_id or "",
        gmt_create=int(created) if _SECONDS.fullmatch(created) else None,
        status=job.status.current_job_status if job.status else None,
        document=msgspec.json.format(content, indent=-1),
    )


def _malformed(document: _Document, error: Exception) -> TargetError:
    message = str(error)
    found = _AT_BYTE.search(message)
    if found is None:
        return document.error(message, len(document.content.rstrip()))
    return document.error(message.removesuffix(found[0]), int(found[1]))
