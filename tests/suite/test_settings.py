"""Settings of a target in a file: refused with file, key and remedy; and clauses that they include."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.contract.clause import Checker, Clause
from tests.contract.clauses import all_clauses
from tests.contract.contract import load_contract
from tests.contract.report.findings import left_out
from tests.contract.runner import run_clause, supported_clauses
from tests.contract.signing import Key
from tests.contract.target_client import open_client
from tests.contract.targets import Target, UnusableTarget, open_target
from tests.contract.targets.fixtures import NEEDS, ConfiguredFixtures
from tests.contract.targets.own import local
from tests.contract.targets.settings import load_settings

from .checkers import open_checker

ROOT = Path(__file__).parents[2]
SECOND = '[keys.second]\nid = "a"\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("url = 5", "FILE: url: expected str, got int; write it such as url = "),
        ("rate = 'fast'", "FILE: rate: expected float | null, got str; write it such as rate = 5"),
        ("rate = -1", "FILE: rate must be a number of requests a second, 0 for any number, not -1"),
        ("rates = 1", "FILE: rates is unknown; did you mean rate? known here: url, rate, writes, "),
        (
            "[keys.secnd]",
            "FILE: keys.secnd is unknown; did you mean keys.second? known here: main, ",
        ),
        (
            "[keys.main]\nname = 'a'",
            "FILE: keys.main.name is unknown; known here: id, secret, token",
        ),
        (SECOND, "FILE: keys.second.secret is missing; add it, such as secret = {env = "),
        (
            f"{SECOND}secret = 1",
            "FILE: keys.second.secret: expected str, got int; write it such as",
        ),
        (
            f'{SECOND}secret = {{env = "ABSENT"}}',
            "FILE: keys.second.secret: the environment has no ABSENT; export it, or name another",
        ),
        (
            f"{SECOND}secret = {{env = 1}}",
            "FILE: keys.second.secret.env must be the name of a variable",
        ),
        ("writes = 'yes'", "FILE: writes: expected bool, got str; write it such as writes = true"),
        ("url = ", "FILE is not TOML: Invalid value (at end of document)"),
        (
            "jobs = 'away.json'",
            "FILE: jobs: FOLDER/away.json cannot be read: No such file or directory",
        ),
        (
            "jobs = 'jobs.json'",
            "FILE: jobs: FOLDER/jobs.json must hold an array of jobs, or a response",
        ),
    ],
)
def test_a_wrong_setting(tmp_path: Path, text: str, expected: str) -> None:
    """The message names the file, the key, what is wrong, and what to do."""
    (tmp_path / "jobs.json").write_text("[]")
    path = tmp_path / "target.toml"
    path.write_text(text)
    with pytest.raises(UnusableTarget) as raised:
        load_settings(path, {})

    message = str(raised.value).replace(str(path), "FILE").replace(str(tmp_path), "FOLDER")
    assert message[: len(expected)] == expected


def test_a_file_that_is_away(tmp_path: Path) -> None:
    """It is named."""
    with pytest.raises(UnusableTarget, match=r"away\.toml cannot be read: No such file"):
        load_settings(tmp_path / "away.toml")


def test_secrets_come_from_the_environment(tmp_path: Path) -> None:
    """A table with `env` stands for a variable, and the file holds no secret."""
    path = tmp_path / "target.toml"
    path.write_text('[keys.main]\nid = "a"\nsecret = {env = "SECRET"}\n')

    assert load_settings(path, {"SECRET": "s"}).key == Key("a", "s")


def test_the_documented_settings_are_valid(tmp_path: Path) -> None:
    """The file that the page of the suite shows is read, with all settings that there are."""
    text = (ROOT / "tests" / "contract" / "README.md").read_text("utf-8")
    path = tmp_path / "target.toml"
    path.write_text(text.partition("```toml\n")[2].partition("```")[0])
    (tmp_path / "jobs.json").write_text('{"data": [{"jobId": "j-1"}]}')
    names = ("MAIN", "SECOND", "DENIED", "DISABLED", "OTHER")
    settings = load_settings(path, {f"{name}_SECRET": name for name in names})

    assert len(settings.all_keys) == len(names)
    assert ConfiguredFixtures(settings, {}).offers | {"writes", "savepoint"} == NEEDS.keys()


@contextmanager
def configured(folder: Path) -> Iterator[tuple[Target, Target]]:
    """Start a target, and open it by a file of settings that has all it can be given."""
    with local() as own:
        fixtures, ids = own.fixtures, own.values
        names = ("second", "denied", "disabled", "other-account")
        keys = {"main": own.key, **{name: fixtures.key(name) for name in names}}
        lines = [f'url = "{own.url}"', "writes = true", "waits = true", 'jobs = "jobs.json"']
        lines += ["[ids]", *_ids(ids)]
        for name, key in keys.items():
            lines += [
                f"[keys.{name.replace('-', '_')}]",
                f'id = "{key.id}"',
                f'secret = "{key.secret}"',
            ]
        for name in ("empty", "other-workspace", "other-namespace"):
            lines += [f"[places.{name.replace('-', '_')}]", *_ids(fixtures.place(name))]
        (folder / "jobs.json").write_text(json.dumps(fixtures.jobs))
        (folder / "target.toml").write_text("\n".join(lines))
        with open_target("", folder / "target.toml") as target:
            yield own, target


def _ids(values: Any) -> list[str]:
    names = {"deploymentId": "deployment", "jobId": "job", "savepointId": "savepoint"}
    return [f'{names.get(name, name)} = "{value}"' for name, value in values.items()]


def broken(target: Target, clauses: list[Clause]) -> list[str]:
    """Return the clauses that a target violates."""
    found = []
    with open_client(load_contract(), target) as client:
        checker = Checker(load_contract(), target, client, seed=1)
        for clause in clauses:
            try:
                run_clause(checker, clause)
            except AssertionError:
                found.append(clause.id)
    return found


def test_settings_include_the_clauses_that_need_them(tmp_path: Path) -> None:
    """Each need that a setting meets has clauses; a server of ours keeps all that need no wait."""
    with configured(tmp_path) as (_, target):
        offered = supported_clauses(all_clauses(load_contract()), target)
        configurable = [clause for clause in offered if clause.needs]
        quick = [clause for clause in configurable if "waits" not in clause.needs]

        assert {need for clause in configurable for need in clause.needs} == NEEDS.keys()
        assert broken(target, quick) == []


def test_what_was_left_out_names_the_settings_that_include_it() -> None:
    """No clause is said to need a target of ours that a file of settings would include."""
    clauses = all_clauses(load_contract())
    absent = {group.settings: group for group in left_out(clauses, frozenset())}
    included = [clause for clause in clauses if clause.needs <= {*NEEDS, "written"}]
    (ours,) = [group for group in absent.values() if group.is_ours]

    assert ours.clauses == len(clauses) - len(included)
    assert {"writes", "keys.second", "waits"} < absent.keys()


def test_a_key_of_another_kind_is_noticed(tmp_path: Path) -> None:
    """A key that may list in the place of those that may not violates their clauses."""
    with configured(tmp_path) as (own, _):
        allowed = own.fixtures.key("second")
        text = (tmp_path / "target.toml").read_text()
        for name in ("denied", "disabled", "other_account"):
            head, table = f"[keys.{name}]", f'id = "{allowed.id}"\nsecret = "{allowed.secret}"'
            before, _, rest = text.partition(head)
            text = f"{before}{head}\n{table}\n[{rest.partition('[')[2]}"
        (tmp_path / "target.toml").write_text(text)
        with open_target("", tmp_path / "target.toml") as target:
            needs = {"denied-key", "disabled-key", "other-account-key"}
            clauses = [
                clause
                for clause in supported_clauses(all_clauses(load_contract()), target)
                if clause.needs & needs
            ]
            assert broken(target, clauses) == [clause.id for clause in clauses]
            assert 6 <= len(clauses)


def test_waiting_clauses_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clause that waits notices a nonce that is forgotten, and passes on a correct server."""
    with open_checker() as checker:
        clock = checker.control.clock
        assert clock is not None
        monkeypatch.setattr(Checker, "wait", lambda _, seconds: clock.advance(seconds=seconds))
        waiting = [clause for clause in all_clauses(checker.contract) if "waits" in clause.needs]
        with clock.frozen():
            for clause in waiting:
                clause.check(checker)

        assert [clause.id for clause in waiting] == [
            f"{operation.name}/nonce/remembered/waiting"
            for operation in checker.contract.operations
            if operation.reads_only or not operation.looks_up
        ]


def test_the_address_given_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--target` replaces the url of the file; ids that it lacks are those of the environment."""
    path = tmp_path / "target.toml"
    path.write_text(
        'url = "http://127.0.0.1:1"\n[keys.main]\nid = "a"\nsecret = "b"\n[ids]\njob = "j"'
    )
    for name in ("WORKSPACE", "NAMESPACE", "DEPLOYMENT"):
        monkeypatch.setenv(name, name.lower())
    with open_target("http://127.0.0.1:2", path) as target:
        assert target.url == "http://127.0.0.1:2"
        assert target.values["jobId"] == "j"
        assert target.values["workspace"] == "workspace"
        assert not replace(target).accepts_writes
