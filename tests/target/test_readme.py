"""The examples of the target's README run as they stand."""

import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "target" / "README.md"


def test_the_tests_of_the_readme_pass(tmp_path: Path) -> None:
    """In a project with nothing but the plugin."""
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    (tmp_path / "test_example.py").write_text(example)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert "4 passed" in done.stdout, done.stdout + done.stderr
