"""A plugin of pytest that logs the phase of every case of schemathesis, to the file that PHASE_LOG names."""

import os
from pathlib import Path
from typing import Any

import schemathesis


@schemathesis.hook
def before_call(_context: object, case: schemathesis.Case[Any], _kwargs: object) -> None:
    """Write the phase that made a case."""
    phase = case.meta.phase.name.value if case.meta else "none"
    with Path(os.environ["PHASE_LOG"]).open("a", encoding="utf-8") as phases:
        print(phase, file=phases)
