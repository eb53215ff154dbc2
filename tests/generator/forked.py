"""The generator's command line in a process of its own, forked from one that has generated before.

Importing the tools takes 1.5 seconds of a processor, most generations a tenth of that.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["FORKS", "be_the_command", "run_forked"]

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["pytest", "generator.cli", "tests.generator.warm"])
_SECONDS = 120


def run_forked(
    words: list[str], cwd: Path, environ: Mapping[str, str]
) -> "subprocess.CompletedProcess[str]":
    """Run the command line with these words as its arguments."""
    with tempfile.TemporaryDirectory() as folder:
        output, errors = Path(folder, "output"), Path(folder, "errors")
        process = FORKS.Process(target=_run, args=(words, cwd, dict(environ), output, errors))
        process.start()
        process.join(_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(words, _SECONDS)
        written = output.read_text("utf-8"), errors.read_text("utf-8")
        return subprocess.CompletedProcess(words, process.exitcode, *written)


def be_the_command(words: list[str], output: Path, errors: Path) -> None:
    """Run the command line, write to these files, and end this process."""
    for path, descriptor in ((output, 1), (errors, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), descriptor)
    sys.stdout, sys.stderr = (
        os.fdopen(1, "w", encoding="utf-8"),
        os.fdopen(2, "w", encoding="utf-8"),
    )
    from generator.cli import main

    try:
        status: object = main(words)
    except SystemExit as ended:
        status = ended.code
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else 0)


def _run(words: list[str], cwd: Path, environ: dict[str, str], output: Path, errors: Path) -> None:
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(cwd)
    sys.dont_write_bytecode = True
    be_the_command(words, output, errors)
