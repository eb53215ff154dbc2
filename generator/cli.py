"""The command line of the generator: `generate` writes packages, `check` says whether they are current."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .manifest import hash_inputs, is_current
from .plan import Work, package_name, plan
from .problems import SpecificationError
from .tree import differences, read_tree, refuse_foreign, replace_tree

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 not current, 2 wrong usage or a specification with problems,
    130 interrupted."""
    options = _parser().parse_args(arguments)
    try:
        works = plan(options.spec, options.package, options.out, options.into)
        return max(int(options.run(work, options)) for work in works)
    except SpecificationError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except (OSError, RuntimeError, ValueError) as error:
        print(f"generator: {error}", file=sys.stderr)
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
        command.add_argument("--spec", type=Path, metavar="FILE", help="Default: as declared.")
        command.add_argument("--package", type=_package, metavar="NAME", help="Default: every one.")
        command.add_argument("--out", type=Path, metavar="DIR", help="Default: INTO/NAME.")
        command.add_argument("--into", type=Path, default=Path("generated"), metavar="DIR")
    return parser


def _package(name: str) -> str:
    try:
        return package_name(name)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _generate(work: Work, _: argparse.Namespace) -> int:
    from .pipeline import build

    refuse_foreign(work.out)
    place = work.out.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{work.package}.", dir=place.parent) as workshop:
        replace_tree(build(work.spec, work.package, Path(workshop)), place)
    print(f"wrote {work.out} from {work.spec}")
    return 0


def _check(work: Work, options: argparse.Namespace) -> int:
    if not options.full and _is_quickly_known(work):
        return 0
    from .pipeline import build

    with tempfile.TemporaryDirectory() as workshop:
        root = build(work.spec, work.package, Path(workshop))
        lines = list(differences(read_tree(root), read_tree(work.out), str(work.out)))
    if not lines:
        return 0
    print("\n".join(lines))
    mend = f"python -m generator generate --spec {work.spec} --out {work.out}"
    mend += f" --package {work.package}"
    print(f"{work.out} is not what {work.spec} makes; mend it with: {mend}", file=sys.stderr)
    return 1


def _is_quickly_known(work: Work) -> bool:
    """Compare hashes; a specification that cannot be read is for the pipeline to explain."""
    if not work.spec.is_file():
        return False
    return is_current(work.out, hash_inputs([work.spec], work.package))
