"""The program of a job: arguments, parallelism and settings, from its document."""

from typing import Any

import pytest

from flinkjobs_target.engine.flink.jar_sources import JarSources
from flinkjobs_target.engine.flink.program import Program, program_of
from flinkjobs_target.engine.flink.submission import version_problem
from flinkjobs_target.engine.interface import JobVariables, RefusedError

_SOURCES = JarSources(["https://jars.example/"])


def program(part: dict[str, Any], **properties: Any) -> Program:
    """Return the program of a JAR."""
    jar = {"jarUri": "https://jars.example/a.jar", **part}
    job = {"deploymentName": "orders", "executionMode": "STREAMING", **properties}
    return program_of({**job, "artifact": {"kind": "JAR", "jarArtifact": jar}}, _SOURCES)


def test_arguments_are_split_as_a_shell_does() -> None:
    """Quotes keep blanks together."""
    assert program({"mainArgs": '--topic \'a b\' "c\\"d" e\\ f'}).arguments == (
        "--topic",
        "a b",
        'c"d',
        "e f",
    )


def test_an_open_quote_is_refused() -> None:
    """The error names the property."""
    with pytest.raises(RefusedError, match=r"artifact\.jarArtifact\.mainArgs cannot be split"):
        program({"mainArgs": "'open"})


def test_dependencies_are_on_the_class_path_of_the_job() -> None:
    """Each must be allowed, as the jar itself."""
    dependencies = ["https://jars.example/b.jar", "https://jars.example/c.jar"]

    settings = program({"additionalDependencies": dependencies}).settings

    assert settings["pipeline.classpaths"] == ";".join(dependencies)
    with pytest.raises(RefusedError, match="file:///x"):
        program({"additionalDependencies": ["file:///x"]})


def test_settings_of_the_job_come_before_ours() -> None:
    """Values are texts, as Flink takes them."""
    conf = {"pipeline.name": "own", "a": True, "b": 3}

    assert program({}, flinkConf=conf).settings == {
        "pipeline.name": "own",
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
        "a": "true",
        "b": "3",
    }


@pytest.mark.parametrize(("parallelism", "expected"), [(4, 4), (0, None), (None, None)])
def test_parallelism_is_that_of_the_resources(
    parallelism: int | None, expected: int | None
) -> None:
    """Without any, the settings or the cluster decide."""
    setting = {"basicResourceSetting": {"parallelism": parallelism}}

    assert program({}, streamingResourceSetting=setting).parallelism == expected


def test_a_script_is_an_argument_of_the_runner() -> None:
    """With its variables and further jars."""
    artifact = {
        "kind": "SQLSCRIPT",
        "sqlArtifact": {
            "sqlScript": "INSERT",
            "additionalDependencies": ["https://jars.example/b.jar"],
        },
    }
    job = {
        "deploymentName": "orders",
        "executionMode": "BATCH",
        "artifact": artifact,
    }

    found = program_of(job, _SOURCES, JobVariables(values={"v": "1"}))

    assert (found.jar_uri, found.entry_class) == (None, "io.flinkjobs.runner.SqlRunner")
    assert " ".join(found.arguments) == (
        "--script INSERT --mode batch --variable v=1 --jar https://jars.example/b.jar"
    )


@pytest.mark.parametrize(
    ("stated", "fits"),
    [
        ("vvr-11.1-flink-1.20", True),
        ("flink-1.20.5", True),
        ("flink-1.2", False),
        ("flink-2.3", False),
        ("1.20", False),
        (None, True),
    ],
)
def test_engine_versions(stated: str | None, fits: bool) -> None:
    """Major and minor version must be those of the cluster."""
    assert (version_problem(stated, "1.20.5", "session") is None) == fits
