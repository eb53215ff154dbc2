"""A plugin of pytest that logs every request of a run, to the file that REQUEST_LOG names."""

import os
from pathlib import Path

from tests.contract.senders import RawResponse
from tests.contract.signing import RawRequest
from tests.contract.targets.in_process import InProcessSender

_call = InProcessSender.__call__


def _logged_call(self: InProcessSender, request: RawRequest) -> RawResponse:
    with Path(os.environ["REQUEST_LOG"]).open("a", encoding="utf-8") as notes:
        print(request.method, request.target, request.headers.get("workspace"), file=notes)
    return _call(self, request)


InProcessSender.__call__ = _logged_call  # type: ignore[method-assign]
