"""The command line of the generator.

`generate` writes packages and references, `check` compares them with what would be written, `diff`
compares a contract with its last recorded version.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import __version__
from .config import Target, package_name, targets
from .diagnostics import SpecificationError
from .output.manifest import is_current
from .output.tree import differences, read_tree, refuse_foreign, replace_tree
from .repository import COMMAND

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0 for done, 1 for not current or not announced, 2 for wrong usage or a
    faulty specification, 130 for interrupted."""
    options = _parser().parse_args(arguments)
    try:
        chosen = targets(
            options.spec,
            options.package,
            options.out,
            options.into,
            options.docs,
            options.workflows,
        )
        return max(int(options.run(target, options)) for target in chosen)
    except SpecificationError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except (OSError, RuntimeError, ValueError) as error:
        print(f"generator: {_message(error)}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=COMMAND,
        description="Generate packages from specifications: those that pyproject.toml declares, or one.",
    )
    parser.add_argument("--version", action="version", version=f"{COMMAND} {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    generate = commands.add_parser("generate", help="Write the packages.")
    generate.set_defaults(run=_generate)
    check = commands.add_parser("check", help="Check that they are what would be written.")
    check.add_argument(
        "--full", action="store_true", help="Generate in full even when hashes agree."
    )
    check.set_defaults(run=_check)
    for command in (generate, check):
        _add_options(command)
    diff = commands.add_parser("diff", help="List the changes since the last recorded version.")
    diff.add_argument(
        "--spec",
        type=Path,
        default=Path("spec/openapi.yaml"),
        metavar="FILE",
        help="The specification. Default: spec/openapi.yaml.",
    )
    diff.add_argument(
        "--since",
        metavar="REVISION",
        help="List the changes since a revision of git, such as HEAD: what an edit changes.",
    )
    diff.add_argument(
        "--format",
        choices=("text", "markdown", "github"),
        default="text",
        help="Lines of text, a table in Markdown, or annotations of a pull request on GitHub.",
    )
    diff.set_defaults(run=_diff, package=None, out=None, into=None, docs=None, workflows=None)
    return parser


def _add_options(command: argparse.ArgumentParser) -> None:
    """Add the options for input and output."""
    command.add_argument(
        "--spec", type=Path, metavar="FILE", help="The specification. Default: the declared ones."
    )
    command.add_argument(
        "--package", type=_package, metavar="NAME", help="Name of the package. Default: every one."
    )
    command.add_argument(
        "--out", type=Path, metavar="DIR", help="Folder of the package. Default: INTO/NAME."
    )
    command.add_argument(
        "--docs", type=Path, metavar="DIR", help="Folder of its reference. Default: as declared."
    )
    command.add_argument(
        "--into", type=Path, metavar="DIR", help="Folder of all packages. Default: generated."
    )
    command.add_argument(
        "--workflows",
        type=Path,
        metavar="FILE",
        help="Arazzo document of its workflows. Default: as declared.",
    )


def _message(error: Exception) -> str:
    """Return an error as one line; an error of the system with its path and without its number."""
    if not isinstance(error, OSError) or error.errno is None:
        return str(error)
    folder = error.filename or "standard output"
    return (
        f"{folder} cannot be read or written: {error.strerror}; mend that, or choose another folder"
    )


def _package(name: str) -> str:
    try:
        return package_name(name)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _generate(target: Target, _: argparse.Namespace) -> int:
    from tempfile import TemporaryDirectory

    from .pipeline import build

    with TemporaryDirectory() as workspace:
        trees = build(
            target.spec,
            target.package,
            Path(workspace),
            target.docs,
            _print_note,
            workflows=target.workflows,
        )
        for tree, folder in zip(trees, target.folders, strict=True):
            refuse_foreign(folder, read_tree(tree).keys())
        for tree, folder in zip(trees, target.folders, strict=True):
            _install(tree, folder.resolve())
            print(f"wrote {folder} from {target.spec}")
    return 0


def _print_note(note: object) -> None:
    """Print a note on what of a specification is left out on purpose."""
    print(f"note: {note}", file=sys.stderr)


def _install(tree: Path, folder: Path) -> None:
    """Move a tree next to its folder, on the same file system, and replace the folder with it."""
    import shutil
    from tempfile import TemporaryDirectory

    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as sibling:
        replace_tree(Path(shutil.move(tree, sibling)), folder)


def _check(target: Target, options: argparse.Namespace) -> int:
    if not options.full and _is_current_by_hashes(target):
        return 0
    from tempfile import TemporaryDirectory

    from .pipeline import build

    with TemporaryDirectory() as workspace:
        trees = build(
            target.spec,
            target.package,
            Path(workspace),
            target.docs,
            workflows=target.workflows,
        )
        found = {
            str(folder): list(differences(read_tree(tree), read_tree(folder), str(folder)))
            for tree, folder in zip(trees, target.folders, strict=True)
        }
    stale = [folder for folder, lines in found.items() if lines]
    if not stale:
        return 0
    print("\n".join(line for lines in found.values() for line in lines))
    said = (
        f"{' and '.join(stale)} {'is' if len(stale) == 1 else 'are'} not what {target.spec} makes"
    )
    print(f"{said}; mend it with: {_command_to_update(target)}", file=sys.stderr)
    return 1


def _command_to_update(target: Target) -> str:
    docs = f" --docs {target.docs}" if target.docs else ""
    docs += f" --workflows {target.workflows}" if target.workflows else ""
    options = f"--spec {target.spec} --out {target.out}{docs}"
    return f"{COMMAND} generate {options} --package {target.package}"


def _is_current_by_hashes(target: Target) -> bool:
    """Whether all hashes agree; a specification that cannot be read is left to the pipeline."""
    return target.spec.is_file() and all(
        is_current(folder, target.spec, target.package, target.workflows)
        for folder in target.folders
    )


def _diff(target: Target, options: argparse.Namespace) -> int:
    from .compare.gate import unannounced
    from .compare.history import changes_since_last
    from .compare.report import render
    from .compare.revision import changes_since_revision

    comparison = changes_since_last(target.spec)
    problems = SpecificationError(unannounced(*comparison)).diagnostics
    if options.since:
        comparison = changes_since_revision(target.spec, options.since)
    if report := render(options.format, comparison, problems):
        print(report)
    print("".join(f"{problem}\n" for problem in problems), file=sys.stderr, end="")
    return 1 if problems else 0
