"""A plugin of pytest that notes every request of a run, in the file that NOTED names."""

import os
from pathlib import Path

from tests.contract.senders import InProcessSender, Reply
from tests.contract.signing import Sent

_call = InProcessSender.__call__


def _noted(self: InProcessSender, sent: Sent) -> Reply:
    with Path(os.environ["NOTED"]).open("a", encoding="utf-8") as notes:
        print(sent.method, sent.target, sent.headers.get("workspace"), file=notes)
    return _call(self, sent)


InProcessSender.__call__ = _noted  # type: ignore[method-assign]
