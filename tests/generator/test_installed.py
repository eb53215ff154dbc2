"""The releases of tools, which stand in a tree's manifest, are those that are installed."""

from importlib.metadata import version
from pathlib import Path

import pytest

from generator.installed import releases
from generator.output.manifest import _TOOLS


def test_releases() -> None:
    """Each tool of the generator has the release that Python itself finds."""
    expected = {tool: version(tool) for tool in _TOOLS}

    assert expected == releases(_TOOLS)


def test_first_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two releases of a tool, the one counts whose folder Python looks into first."""
    for folder, entry in (("one", "Some_Tool-2.0.dist-info"), ("two", "some_tool-1.0.dist-info")):
        (tmp_path / folder / entry).mkdir(parents=True)
    monkeypatch.setattr("sys.path", [str(tmp_path / "one"), str(tmp_path / "two")])

    assert {"some-tool": "2.0"} == releases(["some-tool"])


def test_missing() -> None:
    """A tool that is not installed is named, with what to do."""
    with pytest.raises(ValueError, match=r"none-such is not installed; remove \.venv and run make"):
        releases(["none-such"])
