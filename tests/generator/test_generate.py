"""Generating: all or nothing, the same bytes each time, and only where it may write."""

import json
import shutil
from pathlib import Path

import pytest

from .generating import ROOT, SPEC, copy_of_spec, files_beside, generator, python, tree_of

BAD = [
    (("paths:", "paths: 7 #"), "openapi.yaml:"),
    (
        (
            "in: query\n          required: true",
            "in: query\n          style: simple\n          required: true",
        ),
        "has the style simple in query",
    ),
    (
        (
            "operationId: ListJobs\n      tags",
            "operationId: ListJobs\n      servers: []\n      externalDocs: {}\n      x-else: 1\n      tags",
        ),
        'extension "x-else" is not known',
    ),
]


def test_says_what_it_wrote(tmp_path: Path) -> None:
    """Generating ends with 0 and one line that names source and result."""
    out = tmp_path / "deep" / "flinkjobs"
    done = generator("generate", "--spec", SPEC, "--out", out)

    assert (0, f"wrote {out} from {SPEC}\n", "") == (done.returncode, done.stdout, done.stderr)
    assert [path.name for path in out.parent.iterdir()] == ["flinkjobs"]


@pytest.mark.parametrize(
    ("environ", "elsewhere"),
    [
        ({"PYTHONHASHSEED": "1", "LC_ALL": "C"}, False),
        ({"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"}, True),
        ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, True),
    ],
)
def test_same_bytes(
    generated: Path, tmp_path: Path, environ: dict[str, str], elsewhere: bool
) -> None:
    """Hash seed, locale, time zone and working directory change no byte."""
    out = tmp_path / "flinkjobs"
    done = generator(
        "generate", "--spec", SPEC, "--out", out, cwd=tmp_path if elsewhere else ROOT, **environ
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert tree_of(generated) == tree_of(out)


def test_again(spoilable: Path) -> None:
    """Generating over a tree gives the same tree: stale files vanish, edits are undone."""
    expected = tree_of(spoilable)
    (spoilable / "src" / "flinkjobs" / "stale.py").write_text("raise SystemExit\n")
    manifest = json.loads((spoilable / "generated.json").read_text())
    manifest["files"]["src/flinkjobs/stale.py"] = "of an older version"
    (spoilable / "generated.json").write_text(json.dumps(manifest))
    (spoilable / "README.md").write_text("edited\n")
    done = generator("generate", "--spec", SPEC, "--out", spoilable)

    assert (done.returncode, done.stderr) == (0, "")
    assert tree_of(spoilable) == expected
    assert [path.name for path in spoilable.parent.iterdir()] == ["flinkjobs"]


def test_from_within(spoilable: Path) -> None:
    """A tree may be generated again by somebody who stands in it."""
    expected = tree_of(spoilable)
    done = generator("generate", "--spec", SPEC, "--out", ".", cwd=spoilable)

    assert (done.returncode, done.stderr) == (0, "")
    assert tree_of(spoilable) == expected


@pytest.mark.parametrize(("change", "expected"), BAD)
def test_bad_specification_changes_nothing(
    spoilable: Path, change: tuple[str, str], expected: str
) -> None:
    """A specification that cannot be emitted ends with 2, one line, and the old tree as it was."""
    before = tree_of(spoilable)
    spec = copy_of_spec(spoilable.parent, change)
    done = generator("generate", "--spec", spec, "--out", spoilable)

    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
    assert before == tree_of(spoilable)
    names = {path.name for path in spoilable.parent.iterdir()}
    assert names == {"flinkjobs", "locale", "openapi.yaml", *files_beside()}


_WITH_A_BROKEN_MODULE = """
import sys
from generator import pipeline
from generator.cli import main
whole = pipeline.package_files
broken = ("broken.py", "from .models import nothing_of_this_name as it\\n__all__ = [it]")
pipeline.package_files = lambda api, render: iter([*whole(api, render), broken])
sys.exit(main(sys.argv[1:]))
"""


def test_what_does_not_work_is_not_written(spoilable: Path) -> None:
    """A package that was emitted and does not import never takes the place of the old one."""
    before = tree_of(spoilable)
    words = ["-c", _WITH_A_BROKEN_MODULE, "generate", "--spec", str(SPEC), "--out", str(spoilable)]
    done = python(*words, PYTHONPATH=str(ROOT))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("generator: the emitted package does not work:\n")
    assert before == tree_of(spoilable)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--spec", "none.yaml"], "none.yaml: the file does not exist;"),
        (["--spec", "."], ".: this is not a file;"),
        (["--package", "Flink"], "must be a lower-case Python identifier"),
        (["--package", "class"], "must be a lower-case Python identifier"),
        (["--package", "../flink"], "must be a lower-case Python identifier"),
        (["--package", "flink-jobs"], "must be a lower-case Python identifier"),
    ],
)
def test_bad_words(tmp_path: Path, words: list[str], expected: str) -> None:
    """A word that makes no sense ends with 2 and says why."""
    done = generator("generate", "--out", tmp_path / "out", *words, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


def test_foreign_folder(tmp_path: Path) -> None:
    """A folder that holds other things is left alone."""
    (tmp_path / "thesis.txt").write_text("irreplaceable")
    done = generator("generate", "--spec", SPEC, "--out", tmp_path)

    expected = (
        f"generator: {tmp_path} holds thesis.txt, which was not generated and would be lost; "
        "move it away, or choose another folder"
    )
    assert (done.returncode, done.stderr.strip()) == (2, expected)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_foreign_file_in_a_generated_folder(spoilable: Path) -> None:
    """Files that somebody put into a generated folder, a repository too, are kept."""
    (spoilable / ".git").mkdir()
    (spoilable / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (spoilable / "NOTES.md").write_text("irreplaceable")
    done = generator("generate", "--spec", SPEC, "--out", spoilable)

    assert done.returncode == 2
    assert "holds .git/HEAD and 1 more, which was not generated" in done.stderr
    assert (spoilable / "NOTES.md").read_text() == "irreplaceable"


def test_foreign_file_with_a_name_of_ours(tmp_path: Path) -> None:
    """In a folder that was never generated, a README is somebody's own."""
    (tmp_path / "README.md").write_text("irreplaceable")
    done = generator("generate", "--spec", SPEC, "--out", tmp_path)

    assert (done.returncode, (tmp_path / "README.md").read_text()) == (2, "irreplaceable")
    assert "holds README.md, which was not generated" in done.stderr


def test_a_merge_of_two_branches(spoilable: Path) -> None:
    """The manifest is that of one, and does not know what the other has added."""
    manifest = spoilable / "generated.json"
    stated = json.loads(manifest.read_text())
    del stated["files"]["src/flinkjobs/__main__.py"]
    manifest.write_text(json.dumps(stated))

    done = generator("generate", "--spec", SPEC, "--out", spoilable)

    assert (done.returncode, done.stderr) == (0, "")


def test_file_in_the_way(tmp_path: Path) -> None:
    """A file where the folder should be is left alone."""
    (tmp_path / "out").write_text("irreplaceable")
    done = generator("generate", "--spec", SPEC, "--out", tmp_path / "out")

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert (tmp_path / "out").read_text() == "irreplaceable"


def test_another_name_beside_it(generated: Path, tmp_path: Path) -> None:
    """A package of another name is imported beside the first, and shares nothing with it."""
    out = tmp_path / "otherjobs"
    done = generator("generate", "--spec", SPEC, "--out", out, "--package", "otherjobs")
    assert (done.returncode, done.stderr) == (0, "")
    probe = (
        "import sys, flinkjobs, otherjobs;"
        "from flinkjobs.models import Job as A; from otherjobs.models import Job as B;"
        "assert A is not B; assert flinkjobs.Client is not otherjobs.Client;"
        "assert otherjobs.contract.API.variable('workspace') == 'OTHERJOBS_WORKSPACE'"
    )
    path = f"{generated / 'src'}:{out / 'src'}"
    imported = python("-c", probe, cwd=tmp_path, PYTHONPATH=path)

    assert (imported.returncode, imported.stderr) == (0, "")
    assert not any(b"flinkjobs" in text.lower() for text in _sources(out).values())


def _sources(out: Path) -> dict[str, bytes]:
    """Return the emitted modules; the contract's own product name is not the package's."""
    texts = {name: text for name, text in tree_of(out).items() if name.endswith(".py")}
    return {name: text.replace(b"FlinkJobsError", b"") for name, text in texts.items()}


def test_a_tree_is_whole_without_the_repository(generated: Path, tmp_path: Path) -> None:
    """The package imports from a copy that lies anywhere, in a Python that sees nothing else of ours."""
    out = Path(shutil.copytree(generated, tmp_path / "copy"))
    probe = "import sys; sys.path.insert(0, sys.argv[1]); from flinkjobs import Client; import flinkjobs.cli"
    done = python("-I", "-c", probe, out / "src", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


def test_every_emitted_module_says_so(generated: Path) -> None:
    """A module made from the specification says so in its first line; the others are copies."""
    for name, text in tree_of(generated).items():
        if name.endswith(".py") and "/_runtime/" not in name:
            assert text.startswith(b"# Generated from openapi.yaml; do not edit.\n"), name


def test_runtime_is_copied() -> None:
    """The runtime is copied: the modules that this contract needs, each with the same syntax tree."""
    import ast

    runtime = ROOT / "generator" / "runtime"
    copied = ROOT / "generated" / "flinkjobs" / "src" / "flinkjobs" / "_runtime"
    names = {path.relative_to(runtime) for path in runtime.rglob("*.py")}
    names -= {Path("client/servers.py"), Path("cli/server_settings.py")}  # of a choice of servers

    assert names == {path.relative_to(copied) for path in copied.rglob("*.py")}
    for name in names:
        trees = [
            ast.dump(ast.parse((root / name).read_text("utf-8"))) for root in (runtime, copied)
        ]
        assert trees[0] == trees[1], name


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """It names the place and the reason, in words and not by number."""
    (tmp_path / "file").touch()
    done = generator("generate", "--spec", SPEC, "--out", tmp_path / "file" / "x")

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"generator: {tmp_path}/file cannot be read or written: ")
    assert "Errno" not in done.stderr
