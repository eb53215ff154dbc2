"""The command line of the generator.

`generate` writes packages and references, `check` says whether they are current, `diff` what a
contract says otherwise than its last recorded version.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .config import Work, package_name, plan
from .diagnostics import SpecificationError
from .output.manifest import is_current
from .output.tree import differences, read_tree, refuse_foreign, replace_tree

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 not current or not announced, 2 wrong usage or a specification
    with problems, 130 interrupted."""
    options = _parser().parse_args(arguments)
    try:
        works = plan(options.spec, options.package, options.out, options.into, options.docs)
        return max(int(options.run(work, options)) for work in works)
    except SpecificationError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except (OSError, RuntimeError, ValueError) as error:
        print(f"generator: {_told(error)}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m generator",
        description="Make packages from specifications: those that pyproject.toml declares, or one.",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    generate = commands.add_parser("generate", help="Write the packages.")
    generate.set_defaults(run=_generate)
    check = commands.add_parser("check", help="Say whether they are what would be written.")
    check.add_argument(
        "--full", action="store_true", help="Generate in full even when hashes agree."
    )
    check.set_defaults(run=_check)
    for command in (generate, check):
        _add_places(command)
    diff = commands.add_parser("diff", help="Say what changed since the last recorded version.")
    diff.add_argument(
        "--spec",
        type=Path,
        default=Path("spec/openapi.yaml"),
        metavar="FILE",
        help="The specification. Default: spec/openapi.yaml.",
    )
    diff.set_defaults(run=_diff, package=None, out=None, into=None, docs=None)
    return parser


def _add_places(command: argparse.ArgumentParser) -> None:
    """Add the options that say what is made of what, and where it lies."""
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


def _told(error: Exception) -> str:
    """Say what is wrong; of the system's errors, where it is and in which words the system says so."""
    if not isinstance(error, OSError) or error.errno is None:
        return str(error)
    place = error.filename or "standard output"
    return (
        f"{place} cannot be read or written: {error.strerror}; mend that, or choose another place"
    )


def _package(name: str) -> str:
    try:
        return package_name(name)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _generate(work: Work, _: argparse.Namespace) -> int:
    from tempfile import TemporaryDirectory

    from .pipeline import build

    with TemporaryDirectory() as workshop:
        trees = build(work.spec, work.package, Path(workshop), work.docs, _note)
        for tree, place in zip(trees, work.places, strict=True):
            refuse_foreign(place, read_tree(tree).keys())
        for tree, place in zip(trees, work.places, strict=True):
            _put(tree, place.resolve())
            print(f"wrote {place} from {work.spec}")
    return 0


def _note(note: object) -> None:
    """Say what of a specification is left out on purpose."""
    print(f"note: {note}", file=sys.stderr)


def _put(tree: Path, place: Path) -> None:
    """Bring a tree beside its place, on the same file system, and there put it in."""
    import shutil
    from tempfile import TemporaryDirectory

    place.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{place.name}.", dir=place.parent) as beside:
        replace_tree(Path(shutil.move(tree, beside)), place)


def _check(work: Work, options: argparse.Namespace) -> int:
    if not options.full and _is_quickly_known(work):
        return 0
    from tempfile import TemporaryDirectory

    from .pipeline import build

    with TemporaryDirectory() as workshop:
        trees = build(work.spec, work.package, Path(workshop), work.docs)
        found = {
            str(place): list(differences(read_tree(tree), read_tree(place), str(place)))
            for tree, place in zip(trees, work.places, strict=True)
        }
    stale = [place for place, lines in found.items() if lines]
    if not stale:
        return 0
    print("\n".join(line for lines in found.values() for line in lines))
    said = f"{' and '.join(stale)} {'is' if len(stale) == 1 else 'are'} not what {work.spec} makes"
    print(f"{said}; mend it with: {_mend(work)}", file=sys.stderr)
    return 1


def _mend(work: Work) -> str:
    docs = f" --docs {work.docs}" if work.docs else ""
    places = f"--spec {work.spec} --out {work.out}{docs}"
    return f"python -m generator generate {places} --package {work.package}"


def _is_quickly_known(work: Work) -> bool:
    """Compare hashes; a specification that cannot be read is for the pipeline to explain."""
    return work.spec.is_file() and all(
        is_current(place, work.spec, work.package) for place in work.places
    )


def _diff(work: Work, _: argparse.Namespace) -> int:
    from .compare.gate import unannounced
    from .compare.history import changes_since_last

    last, now, changes = changes_since_last(work.spec)
    print("\n".join(map(str, changes)) or f"{work.spec} says what version {last.name} says")
    problems = SpecificationError(unannounced(last, now, changes)).problems
    print("".join(f"{problem}\n" for problem in problems), file=sys.stderr, end="")
    return 1 if problems else 0
