"""The settings of clusters: contradictions are refused before anything is created."""

import re
from pathlib import Path
from typing import Any

import pytest
import trustme

from flinkjobs_target.cluster_credentials import read_credentials
from flinkjobs_target.engine.flink.configuration import build_flink_engine
from flinkjobs_target.errors import TargetError
from flinkjobs_target.settings import Settings, read_settings


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"run_cluster": ("a",)}, "--cluster must be NAME=URL"),
        ({"run_cluster": ("a=ftp://h",)}, "--cluster must be NAME=URL"),
        ({"run_cluster": ("a=http://h:1", "a=http://h:2")}, "--cluster a is given twice"),
        ({"run_cluster": ("a=http://u:p@h:1",)}, "must hold no user and no password"),
        ({"savepoints": ("b=file:///x",)}, "--savepoints b: there is no --cluster"),
        ({"cluster_auth": ("b=x",)}, "--cluster-auth b: there is no --cluster"),
        ({"run_cluster": ("a=http://h:1",), "script": "x"}, "--script and --cluster contradict"),
        ({"jars": ("file:///x/",)}, "--jars has no effect without --cluster"),
        (
            {"run_cluster": ("a=http://h:1",), "savepoints": ("a=/srv",)},
            "must be a URL such as file:///srv/sp",
        ),
    ],
)
def test_contradictions_are_refused(settings: dict[str, Any], problem: str) -> None:
    """The error names the flag."""
    with pytest.raises(TargetError, match=re.escape(problem)):
        build_flink_engine(Settings(**settings))


def test_each_cluster_is_a_deployment_target() -> None:
    """The first one is the default; versions are not known yet."""
    engine = build_flink_engine(Settings(run_cluster=("a=http://h:1", "b=http://h:2")))

    assert [(t.name, t.mode, t.engine_version) for t in engine.targets()] == [
        ("a", "SESSION", None),
        ("b", "SESSION", None),
    ]


def test_a_shared_file_does_not_let_serve_run_jobs(tmp_path: Path) -> None:
    """The key `cluster` is that of `observe`; running jobs is a decision of its own."""
    file = tmp_path / "target.toml"
    file.write_text('cluster = ["a=http://h:1"]\n')

    shared = read_settings(
        Settings, {"config": str(file)}, {"FLINKJOBS_TARGET_CLUSTER": "a=http://h"}
    )
    file.write_text('run-cluster = ["a=http://h:1"]\n')
    own = read_settings(Settings, {"config": str(file)}, {})

    assert (shared.run_cluster, own.run_cluster) == ((), ("a=http://h:1",))


def written(folder: Path, content: str, mode: int = 0o600) -> Path:
    """Return a file with content."""
    file = folder / "auth.toml"
    file.write_text(content)
    file.chmod(mode)
    return file


@pytest.mark.parametrize(
    ("content", "header"),
    [
        ('token = "t"', "Bearer t"),
        ('user = "u"\npassword = "p"', "Basic dTpw"),
    ],
)
def test_a_secret_becomes_a_header(tmp_path: Path, content: str, header: str) -> None:
    """It is in no repr."""
    credentials = read_credentials(written(tmp_path, content))

    assert credentials.headers == {"authorization": header}
    assert repr(credentials) == "<credentials of a cluster>"


@pytest.mark.parametrize(
    ("content", "mode", "problem"),
    [
        ('token = "t"', 0o644, "others may read it; run chmod 600"),
        ('user = "u"', 0o600, "user and password must both be set"),
        ('certificate = "c"', 0o600, "certificate and key must both be set"),
        ('token = "t"\nuser = "u"\npassword = "p"', 0o600, "contradict each other"),
        ("secret = 1", 0o600, "must be TOML with token"),
        ('certificate = "absent"\nkey = "absent"', 0o600, "a certificate cannot be read"),
    ],
)
def test_files_that_are_refused(tmp_path: Path, content: str, mode: int, problem: str) -> None:
    """The error says what is wrong, and repeats no secret."""
    with pytest.raises(TargetError, match=problem):
        read_credentials(written(tmp_path, content, mode))


def test_a_secret_needs_https(tmp_path: Path) -> None:
    """On loopback, plain http will do."""
    file = written(tmp_path, 'token = "t"')
    auth = (f"a={file}",)

    assert build_flink_engine(Settings(run_cluster=("a=http://127.0.0.1:8081",), cluster_auth=auth))
    with pytest.raises(TargetError, match="plain http, which would reveal the secret"):
        build_flink_engine(Settings(run_cluster=("a=http://h:8081",), cluster_auth=auth))


def test_a_certificate_needs_https(tmp_path: Path) -> None:
    """Also on loopback: plain http has none."""
    issuer = tmp_path / "issuer.pem"
    trustme.CA().cert_pem.write_to_path(str(issuer))
    file = written(tmp_path, 'ca = "issuer.pem"')

    with pytest.raises(TargetError, match="has no certificates; use https"):
        build_flink_engine(
            Settings(run_cluster=("a=http://127.0.0.1:8081",), cluster_auth=(f"a={file}",))
        )
