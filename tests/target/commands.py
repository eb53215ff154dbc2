"""The command, run in this process on its own data directory."""

from pathlib import Path

import pytest

from flinkjobs_target import cli

__all__ = ["Command"]


class Command:
    """Runs the command on a data directory, and keeps its output."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data = data
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *words: str) -> int:
        code = cli.main([*words, "--data", str(self.data)])
        self.out, self.err = self._capsys.readouterr()
        return code
