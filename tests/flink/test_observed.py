"""What ListJobs and GetJob say of the jobs of a real cluster, at each stage of their lives."""

import pytest

from flinkjobs.models import Job, RestoreStrategy

from .cluster import SECRET
from .scene import CLUSTER, DEPLOYMENT, NAMESPACE, WORKSPACE, Scene
from .stage import Stage
from .story import Story

# Every state that a job may be seen in, in order, and those that it must be seen in.
WAYS = {
    "bounded": (["STARTING", "RUNNING", "FINISHED"], {"FINISHED"}),
    "page": (["STARTING", "RUNNING"], {"RUNNING"}),
    "failing": (["STARTING", "RUNNING", "FAILED"], {"FAILED"}),
    "restarting": (["STARTING", "RUNNING"], {"RUNNING"}),
    "cancelled": (["STARTING", "RUNNING", "CANCELLING", "CANCELLED"], {"RUNNING", "CANCELLED"}),
    "stopped": (["STARTING", "RUNNING", "CANCELLED"], {"RUNNING", "CANCELLED"}),
    "restored": (["STARTING", "RUNNING"], {"RUNNING"}),
    "wide": (["STARTING", "CANCELLING", "CANCELLED"], {"STARTING", "CANCELLED"}),
}


@pytest.mark.parametrize("name", WAYS)
def test_way(story: Story, name: str) -> None:
    """A job goes its way forward, and never back; the listing shows the states it stays in."""
    allowed, needed = WAYS[name]
    seen = story.states[name]

    assert needed <= set(seen) <= set(allowed)
    assert sorted(seen, key=allowed.index) == seen


def test_listed_newest_first(scene: Scene) -> None:
    """A deployment lists its jobs, and only them, by the second of Flink's own start, newest first."""

    def place(name: str) -> tuple[int, str]:
        return (scene.stage.job(name).start_time or 0) // 1000, scene.id_of(name)

    assert sorted(WAYS, key=place, reverse=True) == list(scene.listed())


def test_same_job(scene: Scene) -> None:
    """GetJob says what ListJobs does."""
    listed = scene.listed()

    for name in ("bounded", "failing", "cancelled", "stopped"):
        assert listed[name] == scene.get(name)


@pytest.mark.parametrize("name", ["bounded", "page", "failing", "cancelled", "stopped"])
def test_times(scene: Scene, name: str) -> None:
    """Start and end are Flink's own, in seconds; what has not ended has no end."""
    flink, job = scene.stage.job(name), scene.get(name)
    assert flink.start_time and flink.end_time

    assert flink.start_time // 1000 == job.start_time
    assert (flink.end_time // 1000 if flink.end_time > 0 else None) == job.end_time
    assert str(job.start_time) == job.created_at
    assert int(job.modified_at or 0) >= int(job.created_at or 0)


def test_awaited(story: Story) -> None:
    """`wait` sees a job start that was submitted after it began to wait."""
    job = story.at["wait"]

    assert (story.scene.id_of("page"), "RUNNING") == (job.job_id, job.state)


def test_without_slots(story: Story) -> None:
    """A job whose tasks wait for slots is STARTING, though Flink calls it RUNNING."""
    job = story.at["without slots"]

    assert "STARTING" == job.state
    assert job.status is not None and job.status.running is None


def test_failure(scene: Scene) -> None:
    """A failed job tells its root cause, what it says, and when that was."""
    flink, job = scene.stage.job("failing"), scene.get("failing")
    assert job.status is not None and job.status.failure is not None and flink.timestamps

    failure = job.status.failure
    assert "java.lang.NumberFormatException" == failure.reason
    assert (failure.message or "").startswith("For input string: '")
    assert "\n" not in (failure.message or "\n")
    assert flink.timestamps["FAILED"] // 1000 == failure.failed_at


def test_restarts(scene: Scene) -> None:
    """A job that fails again and again is RUNNING, with Flink's word for it and the restarts."""
    job = scene.get("restarting")
    assert job.status is not None and job.status.running is not None

    assert "RUNNING" == job.state
    assert job.status.running.observed_flink_job_status in ("RUNNING", "RESTARTING", "FAILING")
    assert (job.status.running.observed_flink_job_restarts or 0) > 0


def test_resources(scene: Scene, story: Story) -> None:
    """What the slots of a job hold is told while it runs, and kept after its end."""
    before, after = story.at["before cancel"].metric, scene.get("cancelled").metric
    assert after is not None

    # A sixth of 128 MB of heap, 128 MB that Flink manages and 64 MB for the network.
    assert (1.0, (21 + 21 + 10) * 1024 * 1024) == (after.total_cpu, after.total_memory_byte)
    assert before in (None, after)


def test_restore_strategy(scene: Scene) -> None:
    """A job that went on from a savepoint says so; the one before it began with nothing."""
    assert RestoreStrategy(kind="NONE") == scene.get("stopped").restore_strategy
    assert RestoreStrategy(kind="FROM_SAVEPOINT") == scene.get("restored").restore_strategy


@pytest.mark.parametrize(("name", "mode"), [("bounded", "BATCH"), ("page", "STREAMING")])
def test_mode(scene: Scene, name: str, mode: str) -> None:
    """A job has the settings of its own mode, and not those of the other."""
    job = scene.get(name)
    settings = {
        "BATCH": job.batch_resource_setting,
        "STREAMING": job.streaming_resource_setting,
    }
    mine = settings.pop(mode)

    assert mode == job.execution_mode
    assert mine is not None and mine.basic_resource_setting is not None
    assert 1 == mine.basic_resource_setting.parallelism
    assert [None] == list(settings.values())


def test_secrets(scene: Scene, stage: Stage) -> None:
    """A secret that Flink itself tells of its configuration is in no job."""
    with stage.cluster.client() as client:
        told = client.jobs.list_job_settings(job_id=stage.jobs["page"])
    conf = scene.get("page").flink_conf or {}

    assert SECRET in {one.value for one in told}
    assert SECRET not in str(conf)
    assert {one.key for one in told} & conf.keys()


def test_from_flink(scene: Scene, stage: Stage) -> None:
    """Version, cluster and settings are the cluster's."""
    job = scene.get("page")

    assert f"flink-{stage.cluster.release.version}" == job.engine_version
    assert CLUSTER == job.session_cluster_name
    assert job.flink_conf
    assert "1000 ms" in str(job.flink_conf) or "1s" in str(job.flink_conf)


def test_from_the_record(scene: Scene) -> None:
    """What Flink does not know comes from the deployment record that fits the job's labels."""
    job = scene.get("page")

    assert (WORKSPACE, NAMESPACE) == (job.workspace, job.namespace)
    assert (DEPLOYMENT, "vvp_ds_0522") == (job.deployment_id, job.deployment_name)
    assert "183899668*******" == job.creator
    assert job.artifact is not None and job.artifact.sql_artifact is not None
    assert "'connector' = 'datagen'" in (job.artifact.sql_artifact.sql_script or "")


def test_invents_nothing(scene: Scene) -> None:
    """What neither Flink nor the record knows stays absent."""
    job = scene.get("page")

    absent = (job.creator_name, job.modifier, job.logging, job.local_variables)
    assert (None,) * 4 == absent
    assert job.status is not None
    assert (None, None) == (job.status.risk_level, job.status.health_score)


def test_by_name(scene: Scene) -> None:
    """A job without labels is of the deployment whose record names its cluster and name."""
    assert {"named": "FINISHED"} == states(scene.listed("by-name"))


def test_by_its_own_labels(scene: Scene) -> None:
    """A job whose labels name its deployment needs no record; its name is Flink's."""
    (job,) = scene.listed("own").values()

    assert (scene.id_of("own"), "own") == (job.job_id, job.deployment_name)


def test_unassigned(scene: Scene) -> None:
    """A job that nothing recognises is published nowhere; a command lists it, with the reason."""
    (line,) = scene.command("unassigned").splitlines()

    assert scene.id_of("stray") in line
    assert line.endswith("stray  (no deployment record fits, and it has no labels)")


def states(jobs: dict[str, Job]) -> dict[str, str | None]:
    return {name: job.state for name, job in jobs.items()}
