"""The access log and the error log: standard streams, or files that are opened again after a rotation."""

import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Protocol, TextIO

from .errors import TargetError

__all__ = ["ErrorLog", "LogFile", "LogStream", "open_access_log", "open_error_log", "reopen_logs"]

_logger = logging.getLogger(__name__)
_FORMAT = "%(asctime)s %(levelname)s %(message)s"


class LogStream(Protocol):
    """A stream that lines are written to."""

    def write(self, text: str, /) -> object:
        """Write text; raise OSError when that fails."""

    def flush(self) -> object:
        """Write what is buffered; raise OSError when that fails."""


class LogFile:
    """A file that lines are appended to, also after it was renamed, until `reopen` is called."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream = _open(path)

    def write(self, text: str, /) -> object:
        """Write text."""
        return self._stream.write(text)

    def flush(self) -> object:
        """Write what is buffered."""
        return self._stream.flush()

    def reopen(self) -> None:
        """Open the file of this name, which may be a new one.

        Raises TargetError when that fails, and goes on with the former file.
        """
        former, self._stream = self._stream, _open(self._path)
        _close(former)

    def close(self) -> None:
        """Close the file."""
        _close(self._stream)


class ErrorLog(logging.StreamHandler[LogFile]):
    """A log handler that writes into a file; where that fails, standard error gets one line."""

    def __init__(self, file: LogFile) -> None:
        super().__init__(file)
        self._file = file
        self._failing = False

    def reopen(self) -> None:
        """Open the file of this name, as `LogFile.reopen` does."""
        self.acquire()
        try:
            self._file.reopen()
            self._failing = False
        finally:
            self.release()

    def handleError(self, record: logging.LogRecord) -> None:
        """Report that the file cannot be written, once, with the line that it lost."""
        if not self._failing:
            self._failing = True
            print(
                f"the error log cannot be written: {sys.exc_info()[1]}; {record.getMessage()}",
                file=sys.stderr,
            )


@contextmanager
def open_access_log(destination: str) -> Iterator[LogFile | TextIO | None]:
    """Open the access log: a file, `-` for standard output, or `none`; close it on exit."""
    if destination in ("-", "none"):
        yield sys.stdout if destination == "-" else None
        return
    with closing(LogFile(Path(destination))) as file:
        yield file


@contextmanager
def open_error_log(destination: str) -> Iterator[ErrorLog | None]:
    """Send log records to a file, or to standard error for `-`; close the file on exit."""
    if destination == "-":
        logging.basicConfig(format=_FORMAT)
        yield None
        return
    with closing(LogFile(Path(destination))) as file:
        handler = ErrorLog(file)
        handler.setFormatter(logging.Formatter(_FORMAT))
        root = logging.getLogger()
        root.addHandler(handler)
        try:
            yield handler
        finally:
            root.removeHandler(handler)


def reopen_logs(logs: Iterable[ErrorLog | LogFile]) -> None:
    """Open log files again; log an error for one that cannot be opened, which stays as it is."""
    for log in logs:
        try:
            log.reopen()
        except TargetError as error:
            _logger.error("%s; still writing to the former log file", error)


def _open(path: Path) -> TextIO:
    try:
        return path.open("a", encoding="utf-8")
    except OSError as error:
        raise TargetError(f"{path}: {error.strerror}") from error


def _close(stream: TextIO) -> None:
    with suppress(OSError):  # the last lines may be lost, as on a full disk
        stream.close()
