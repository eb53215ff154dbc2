"""One whole generation, so that what is forked from here has all tools imported and templates read."""

import tempfile
from pathlib import Path

from generator.pipeline import build

SMALL = Path(__file__).parents[1] / "hostile" / "base.yaml"

with tempfile.TemporaryDirectory() as workshop:
    build(SMALL, "pets", Path(workshop))
