"""The guard that counts the requests which read jobs, for scripts that go by the number of polls."""

from urllib.parse import parse_qs

from flinkjobs.server import RequestContext

from ..store.runs import Run
from ..store.types import NamespaceKey
from .reconciler import Reconciler

__all__ = ["PollCounter"]


class PollCounter:
    """Counts GetJob for its job, and ListJobs for all jobs of its deployment."""

    def __init__(self, reconciler: Reconciler) -> None:
        self._reconciler = reconciler

    async def __call__(self, context: RequestContext) -> None:
        """Count a request before it is handled; without such scripts it costs nothing."""
        if self._reconciler.counts_polls and context.operation.name in ("GetJob", "ListJobs"):
            runs = await self._reconciler.polled()
            await self._reconciler.count_polls([run for run in runs if _reads(context, run)])


def _reads(context: RequestContext, run: Run) -> bool:
    """Whether a request reads the job of a run."""
    namespace = NamespaceKey(
        context.header("workspace") or "", context.match.path_values.get("namespace", "")
    )
    if context.principal.account != run.account or namespace != run.key.namespace_key:
        return False
    if context.operation.name == "GetJob":
        return context.match.path_values.get("jobId") == run.job_id
    return run.key.deployment_id in parse_qs(context.raw_query).get("deploymentId", ())
