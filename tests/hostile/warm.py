"""One whole generation, so that what is forked from here has all tools imported and templates read."""

import tempfile
from pathlib import Path

from generator.pipeline import build

with tempfile.TemporaryDirectory() as workshop:
    build(Path(__file__).with_name("base.yaml"), "pets", Path(workshop))
