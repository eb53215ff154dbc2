"""The command line of the generator: `generate` writes a package, `check` says whether it is current."""

import argparse
import keyword
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .manifest import hash_inputs, is_current
from .problems import SpecificationError
from .tree import differences, read_tree, refuse_foreign, replace_tree

__all__ = ["main"]

_DEPENDENCIES = frozenset({"aiohttp", "msgspec", "rich", "urllib3"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 not current, 2 wrong usage or a specification with problems,
    130 interrupted."""
    options = _parser().parse_args(arguments)
    options.out = options.out or Path("generated") / options.package
    try:
        return int(options.run(options))
    except SpecificationError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except (OSError, RuntimeError) as error:
        print(f"generator: {error}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m generator", description="Make a package from a specification."
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    generate = commands.add_parser("generate", help="Write the package.")
    generate.set_defaults(run=_generate)
    check = commands.add_parser("check", help="Say whether the package is what would be written.")
    check.add_argument(
        "--full", action="store_true", help="Generate in full even when hashes agree."
    )
    check.set_defaults(run=_check)
    for command in (generate, check):
        command.add_argument("--spec", type=Path, default=Path("spec/openapi.yaml"), metavar="FILE")
        command.add_argument("--out", type=Path, metavar="DIR", help="Default: generated/NAME.")
        command.add_argument("--package", type=_package, default="flinkjobs", metavar="NAME")
    return parser


def _package(name: str) -> str:
    if (
        not name.isidentifier()
        or not name.isascii()
        or keyword.iskeyword(name)
        or name != name.lower()
    ):
        raise argparse.ArgumentTypeError("must be a lower-case Python identifier")
    if name in sys.stdlib_module_names or name in _DEPENDENCIES:
        raise argparse.ArgumentTypeError(f"{name!r} is a module that the package itself imports")
    return name


def _generate(options: argparse.Namespace) -> int:
    from .pipeline import build

    out: Path = options.out
    refuse_foreign(out)
    place = out.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{options.package}.", dir=place.parent) as workshop:
        replace_tree(build(options.spec, options.package, Path(workshop), _note), place)
    print(f"wrote {out} from {options.spec}")
    return 0


def _note(note: object) -> None:
    """Say what of a specification is left out on purpose."""
    print(f"note: {note}", file=sys.stderr)


def _check(options: argparse.Namespace) -> int:
    if not options.full and _is_quickly_known(options):
        return 0
    from .pipeline import build

    with tempfile.TemporaryDirectory() as workshop:
        root = build(options.spec, options.package, Path(workshop))
        lines = list(differences(read_tree(root), read_tree(options.out), str(options.out)))
    if not lines:
        return 0
    print("\n".join(lines))
    mend = f"python -m generator generate --spec {options.spec} --out {options.out}"
    mend += f" --package {options.package}"
    print(f"{options.out} is not what {options.spec} makes; mend it with: {mend}", file=sys.stderr)
    return 1


def _is_quickly_known(options: argparse.Namespace) -> bool:
    """Compare hashes; a specification that cannot be read is for the pipeline to explain."""
    if not options.spec.is_file():
        return False
    return is_current(options.out, hash_inputs([options.spec], options.package))
