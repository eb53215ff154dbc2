"""Help and errors in English and in Chinese."""

import re

import pytest

from flinkjobs._runtime.contract.operation import ErrorRule
from flinkjobs.chinese import TEXTS
from flinkjobs.contract import ERRORS

from ..client.scripted import ScriptedServer, envelope, failure, refusal
from .program import listed, run
from .test_terminal import widths

CHINESE = re.compile("[\u3400-\u9fff]")
PAGES = [
    ["--help"],
    ["jobs", "--help"],
    *(["jobs", verb, "--help"] for verb in ("list", "latest", "get", "describe", "wait")),
    ["completion", "--help"],
    ["doctor", "--help"],
]


@pytest.mark.parametrize(
    ("environ", "arguments", "chinese"),
    [
        ({}, [], False),
        ({"LANG": "zh_CN.UTF-8"}, [], True),
        ({"LANG": "zh_TW"}, [], True),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, [], False),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, [], True),
        ({"LC_MESSAGES": "de_DE.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, [], True),
        ({"LC_ALL": "zh_CN.UTF-8", "FLINKJOBS_LANG": "en"}, [], False),
        ({"FLINKJOBS_LANG": "zh"}, [], True),
        ({"FLINKJOBS_LANG": "zh"}, ["--lang", "en"], False),
        ({}, ["--lang=zh"], True),
        ({"LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "ascii"}, [], False),
    ],
)
def test_language_choice(environ: dict[str, str], arguments: list[str], chinese: bool) -> None:
    """The option, the package's variable and the locale choose, if the output can encode it."""
    done = run(*arguments, "jobs", "list", "--help", environ={"PYTHONUTF8": "1", **environ})

    assert done.returncode == 0
    assert bool(CHINESE.search(done.stdout)) == chinese


@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_fits(arguments: list[str], language: str) -> None:
    """Every page of help fits into 80 columns, of which a Chinese character has two."""
    done = run("--lang", language, *arguments)

    assert done.returncode == 0
    assert max(widths(done.stdout)) <= 80


@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
def test_no_english_is_left(arguments: list[str]) -> None:
    """In Chinese, no sentence of the help is left in English."""
    text = run("--lang", "zh", *arguments).stdout
    words_in_a_row = re.findall(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", text)

    assert words_in_a_row == []


@pytest.mark.parametrize("rule", ERRORS, ids=lambda rule: rule.code)
def test_remedies_are_translated(rule: ErrorRule) -> None:
    """Each remedy of the contract has a Chinese translation."""
    assert CHINESE.search(TEXTS[rule.remedy])


def test_a_remedy_is_shown(server: ScriptedServer) -> None:
    """The message is the service's own, the remedy is in the user's language."""
    server.response = failure("990301", "no such")
    done = listed("--lang", "zh", server=server)

    assert done.returncode == 4
    assert "ListJobs：990301：no such（检查各个 ID：" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["jobs", "list", "--deployment-id", "d", "--endpoint", "http://127.0.0.1:9"],
            "无法连接 http://127.0.0.1:9：Connection refused（请检查服务端是否在运行",
        ),
        (
            ["jobs", "list", "--deployment-id", "d", "--endpoint", "http://flink.example"],
            "是明文 http；请使用 https，或在 Python 中以 allow_http=True 调用",
        ),
        (
            ["jobs", "list", "--deployment-id", "d", "--region", "mars"],
            "地域 'mars' 不在 ap-northeast-1, ",
        ),
        (
            ["jobs", "wait", "--region", "cn-beijing"],
            "GetJob：请给出 --job-id 或 --deployment-id 或 --deployment，以说明等待什么",
        ),
        (["jobs", "lst"], "；详见 'flinkjobs jobs --help'"),
    ],
)
def test_errors_before_a_request(arguments: list[str], expected: str) -> None:
    """They are in Chinese, except for texts of the operating system."""
    assert expected in run("--lang", "zh", *arguments).stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--page-size", "101"], "参数 --page-size：必须是从 1 到 100 的整数，不能是 '101'"),
        (["--nothing"], "无法识别的参数：--nothing"),
        (["--since", "x"], "必须是形如 2h 或 1d 的时长，或形如 2026-11-22 的日期，不能是 'x'"),
        (["--state", "x"], "必须是下列值中的一个或多个，以逗号分隔（STARTING, RUNNING"),
    ],
)
def test_usage_errors(server: ScriptedServer, arguments: list[str], expected: str) -> None:
    """Wrong usage is one line in Chinese."""
    done = listed("--lang", "zh", *arguments, server=server)

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert expected in done.stderr


def test_notes(server: ScriptedServer) -> None:
    """Notes on standard error are in the user's language."""
    server.response = envelope([{"jobId": "j"}], totalSize=9)

    assert (
        listed("--lang", "zh", "--page-size", "1", server=server).stderr
        == "共 9 个，显示了 1 个；--all 显示其余\n"
    )


def test_an_error_response_is_translated(server: ScriptedServer) -> None:
    """The line has code, message, translated remedy and request id."""
    server.response = refusal(403, "Forbidden.RAM", "Nein.")
    done = listed("--lang", "zh", server=server)

    assert done.stderr.startswith("flinkjobs: ListJobs：Forbidden.RAM：Nein.（请管理员")
    assert "G-1" in done.stderr
