"""Help and errors in English and in Chinese."""

import re

import pytest

from flinkjobs._runtime.contract.operation import ErrorRule
from flinkjobs.chinese import TEXTS
from flinkjobs.contract import ERRORS

from ..client.scripted import Script, envelope, failure, refusal
from .program import listed, run
from .test_terminal import widths

CHINESE = re.compile("[\u3400-\u9fff]")
PAGES = [
    ["--help"],
    ["jobs", "--help"],
    *(["jobs", verb, "--help"] for verb in ("list", "latest", "get", "wait")),
    ["completion", "--help"],
]


@pytest.mark.parametrize(
    ("environ", "words", "chinese"),
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
def test_which_language(environ: dict[str, str], words: list[str], chinese: bool) -> None:
    """The option decides, then the package's variable, then the locale, as far as it can be shown."""
    done = run(*words, "jobs", "list", "--help", environ={"PYTHONUTF8": "1", **environ})

    assert 0 == done.returncode
    assert chinese == bool(CHINESE.search(done.stdout))


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_fits(words: list[str], language: str) -> None:
    """Every page of help fits into 80 places, a Chinese sign taking two."""
    done = run("--lang", language, *words)

    assert 0 == done.returncode
    assert 80 >= max(widths(done.stdout))


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_no_english_is_left(words: list[str]) -> None:
    """In Chinese, no sentence of the help is left in English."""
    text = run("--lang", "zh", *words).stdout
    words_in_a_row = re.findall(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", text)

    assert [] == words_in_a_row


@pytest.mark.parametrize("rule", ERRORS, ids=lambda rule: rule.code)
def test_remedies(rule: ErrorRule) -> None:
    """Each remedy of the contract has its Chinese."""
    assert CHINESE.search(TEXTS[rule.remedy])


def test_a_remedy_is_shown(script: Script) -> None:
    """An error keeps the service's words and gives the remedy in the user's language."""
    script.answer = failure("990301", "no such")
    done = listed("--lang", "zh", script=script)

    assert 4 == done.returncode
    assert "ListJobs: 990301: no such (检查各个 ID：" in done.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ["jobs", "list", "--deployment-id", "d", "--endpoint", "http://127.0.0.1:9"],
            "无法连接 http://127.0.0.1:9：Connection refused (请检查服务端是否在运行",
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
            "GetJob：请给出 --job-id 或 --deployment-id，以说明等待什么",
        ),
        (["jobs", "lst"], "；详见 'flinkjobs jobs --help'"),
    ],
)
def test_what_keeps_a_call_from_being_sent(words: list[str], expected: str) -> None:
    """It is told in Chinese, but for the system's own words."""
    assert expected in run("--lang", "zh", *words).stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--page-size", "101"], "参数 --page-size：必须是 1 到 100 之间的整数，不能是 '101'"),
        (["--nothing"], "无法识别的参数：--nothing"),
        (["--since", "x"], "必须是形如 2h or 1d 的时长或形如 2026-11-22 的日期"),
        (["--state", "x"], "必须取自 STARTING, RUNNING"),
    ],
)
def test_usage_errors(script: Script, words: list[str], expected: str) -> None:
    """Wrong usage is told in Chinese, in one line."""
    done = listed("--lang", "zh", *words, script=script)

    assert (2, 1) == (done.returncode, len(done.stderr.splitlines()))
    assert expected in done.stderr


def test_notes(script: Script) -> None:
    """What stands beside a table is in the user's language as well."""
    script.answer = envelope([{"jobId": "j"}], totalSize=9)

    assert (
        "共 9 个，显示了 1 个；--all 显示其余\n"
        == listed("--lang", "zh", "--page-size", "1", script=script).stderr
    )


def test_a_refusal_has_no_english_of_ours(script: Script) -> None:
    """A refusal shows code, the service's message, our remedy and the request id."""
    script.answer = refusal(403, "Forbidden.RAM", "Nein.")
    done = listed("--lang", "zh", script=script)

    assert done.stderr.startswith("flinkjobs: ListJobs: Forbidden.RAM: Nein. (请管理员")
    assert "G-1" in done.stderr
