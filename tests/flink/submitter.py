"""Submission of SQL jobs, which the target's runner starts on a cluster."""

from collections.abc import Mapping, Sequence

from .cluster import Cluster
from .rest import FlinkRest
from .runner_jar import ENTRY_CLASS, JAR

__all__ = ["JobSubmitter"]

_LABELS = "pipeline.global-job-parameters"


class JobSubmitter:
    """Submits SQL jobs to one cluster, to which the runner was uploaded."""

    def __init__(self, cluster: Cluster) -> None:
        self._rest = FlinkRest(cluster)
        self.cancel = self._rest.cancel
        self.stop = self._rest.stop
        self._runner = ""

    def upload(self) -> None:
        """Upload the runner; needed once for each JobManager process."""
        self._runner = self._rest.upload(JAR)

    def submit(
        self,
        job_id: str,
        name: str,
        statements: Sequence[str],
        *,
        mode: str,
        labels: Mapping[str, str],
        settings: Mapping[str, str],
        parallelism: int,
        savepoint: str | None = None,
    ) -> None:
        """Submit SQL as a job with this id, with Flink settings."""
        pairs = ",".join(f"{key}:{value}" for key, value in labels.items())
        options = {"pipeline.name": name, **({_LABELS: pairs} if pairs else {})}
        started = self._rest.run(
            self._runner,
            entryClass=ENTRY_CLASS,
            programArgsList=["--mode", mode, "--script", ";\n".join(statements)],
            parallelism=parallelism,
            jobId=job_id,
            flinkConfiguration={**settings, **options},
            **({"savepointPath": savepoint} if savepoint else {}),
        )
        assert started == job_id
