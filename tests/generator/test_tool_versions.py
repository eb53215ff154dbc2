"""The versions of tools in a tree's manifest are those that are installed."""

from importlib.metadata import version
from pathlib import Path

import pytest

from generator.output.manifest import _TOOLS
from generator.tool_versions import installed_versions


def test_versions() -> None:
    """Each tool of the generator has the version that Python itself finds."""
    expected = {tool: version(tool) for tool in _TOOLS}

    assert installed_versions(_TOOLS) == expected


def test_first_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two versions of a tool, the one counts whose folder Python looks into first."""
    for folder, entry in (("one", "Some_Tool-2.0.dist-info"), ("two", "some_tool-1.0.dist-info")):
        (tmp_path / folder / entry).mkdir(parents=True)
    monkeypatch.setattr("sys.path", [str(tmp_path / "one"), str(tmp_path / "two")])

    assert installed_versions(["some-tool"]) == {"some-tool": "2.0"}


def test_missing() -> None:
    """A tool that is not installed is named, with what to do."""
    with pytest.raises(ValueError, match=r"none-such is not installed; remove \.venv and run make"):
        installed_versions(["none-such"])
