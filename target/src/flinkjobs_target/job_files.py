"""A reader of job files: one job, an array, a ListJobs response, or one of these per line."""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

import msgspec
from msgspec import Raw, Struct

from flinkjobs.models.jobs import Job

from .errors import TargetError
from .store.exports import Entry, is_entry, parse_entry
from .store.jobs import DeploymentKey, StoredJob

__all__ = ["read_items", "read_jobs"]

ItemT = TypeVar("ItemT")

_BOM = b"\xef\xbb\xbf"
_SECONDS = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_AT_BYTE = re.compile(r" \(byte ([0-9]+)\)$")
_IDS = ("jobId", "deploymentId", "namespace", "workspace")
_MAX_ID_BYTES = 500
_decoder = msgspec.json.Decoder(Job)


class _ListResponse(Struct):
    data: list[Raw] | None = None


class _Document(Struct, frozen=True):
    """A part of a file, with the line on which it begins."""

    file: str
    line: int
    content: bytes

    def error(self, message: str, offset: int = 0) -> TargetError:
        """Return an error with the file and the line of an offset."""
        line = self.line + self.content.count(b"\n", 0, offset)
        return TargetError(f"{self.file}:{line}: {message}")


def read_jobs(stream: BinaryIO, file: str) -> Iterator[StoredJob]:
    """Yield the jobs of a file.

    Raises TargetError, with file, line and JSON path, at the first value that is not a job of the
    contract with its four ids.
    """
    return _read(stream, file, _job)


def read_items(stream: BinaryIO, file: str) -> Iterator[StoredJob | Entry]:
    """Yield the jobs of a file, and the other lines of an export.

    Raises TargetError at the first value that is neither.
    """
    return _read(stream, file, _item)


def _read(
    stream: BinaryIO, file: str, parse: "Callable[[_Document, bytes, str, int], ItemT]"
) -> Iterator[ItemT]:
    for document in _documents(stream, file):
        offset = 0
        for path, raw in _jobs_of(document):
            content = bytes(raw)
            offset = document.content.find(content, offset)
            yield parse(document, content, path, offset)
            offset += len(content)


def _documents(stream: BinaryIO, file: str) -> Iterator[_Document]:
    """Yield the lines of a file when its first line is a JSON document, else the whole file."""
    number, first = 1, stream.readline().removeprefix(_BOM)
    while first and not first.strip():
        number, first = number + 1, stream.readline()
    if not _is_json(first):
        yield _Document(file, number, first + stream.read())
        return
    yield _Document(file, number, first)
    for following, line in enumerate(stream, start=number + 1):
        if line.strip():
            yield _Document(file, following, line)


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=Raw)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _jobs_of(document: _Document) -> list[tuple[str, Raw]]:
    """Return the jobs of a document, each with its JSON path."""
    try:
        whole = msgspec.json.decode(document.content, type=Raw)
        if bytes(whole).startswith(b"["):
            jobs = msgspec.json.decode(whole, type=list[Raw])
            return [(f"$[{index}]", job) for index, job in enumerate(jobs)]
        response = msgspec.json.decode(whole, type=_ListResponse)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _malformed(document, error) from None
    if response.data is None:
        return [("$", whole)]
    return [(f"$.data[{index}]", job) for index, job in enumerate(response.data)]


def _item(document: _Document, content: bytes, path: str, offset: int) -> StoredJob | Entry:
    if not is_entry(content):
        return _job(document, content, path, offset)
    try:
        return parse_entry(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise document.error(_located(error, path), offset) from None


def _job(document: _Document, content: bytes, path: str, offset: int) -> StoredJob:
    try:
        msgspec.json.decode(content)  # properties unknown to the contract must be valid JSON, too
        job = _decoder.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise document.error(_located(error, path), offset) from None
    if problem := _id_problem(job, path):
        raise document.error(problem, offset)
    return _stored(job, content)


def _located(error: Exception, path: str) -> str:
    message = str(error).replace("- at `$", f"- at `{path}")
    return message if "- at `" in message else f"{message} - at `{path}`"


def _id_problem(job: Job, path: str) -> str | None:
    """Return an error message for an id that is missing, or a sort value too long for an index."""
    ids = (job.job_id, job.deployment_id, job.namespace, job.workspace)
    for name, value in zip(_IDS, ids, strict=True):
        if not value:
            required = "a job needs a jobId, a deploymentId, a namespace and a workspace"
            return f"`{path}.{name}` is missing or empty; {required}"
    state = job.status.current_job_status if job.status else None
    for name, value in zip((*_IDS, "status.currentJobStatus"), (*ids, state), strict=True):
        if value and len(value.encode()) > _MAX_ID_BYTES:
            return f"`{path}.{name}` is longer than {_MAX_ID_BYTES} bytes"
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
    match = _AT_BYTE.search(message)
    if match is None:
        return document.error(message, len(document.content.rstrip()))
    return document.error(message.removesuffix(match[0]), int(match[1]))
