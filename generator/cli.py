"""The command line of the generator.

`generate` writes a package and its reference, `check` says whether both are current, `diff` what
the contract says otherwise than its last recorded version.
"""

import argparse
import keyword
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .manifest import hash_inputs, is_current
from .problems import SpecificationError
from .tree import differences, read_tree, refuse_foreign, replace_tree

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 not current or not announced, 2 wrong usage or a specification
    with problems, 130 interrupted."""
    options = _parser().parse_args(arguments)
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
    diff = commands.add_parser("diff", help="Say what changed since the last recorded version.")
    diff.set_defaults(run=_diff)
    for command in (generate, check, diff):
        command.add_argument("--spec", type=Path, default=Path("spec/openapi.yaml"), metavar="FILE")
    for command in (generate, check):
        command.add_argument("--out", type=Path, metavar="DIR", help="Default: generated/NAME.")
        command.add_argument("--docs", type=Path, metavar="DIR", help="Where the reference lies.")
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
    return name


def _generate(options: argparse.Namespace) -> int:
    from .pipeline import build

    for out in _places(options):
        refuse_foreign(out)
    with tempfile.TemporaryDirectory() as workshop:
        trees = build(options.spec, options.package, Path(workshop), options.docs)
        for tree, out in zip(trees, _places(options), strict=True):
            _put(tree, out.resolve())
            print(f"wrote {out} from {options.spec}")
    return 0


def _put(tree: Path, place: Path) -> None:
    """Bring a tree beside its place, on the same file system, and there put it in."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{place.name}.", dir=place.parent) as beside:
        replace_tree(Path(shutil.move(tree, beside)), place)


def _places(options: argparse.Namespace) -> list[Path]:
    """Give where each tree lies: the package, and the reference where it is asked for."""
    out = options.out or Path("generated") / options.package
    return [out, options.docs] if options.docs else [out]


def _check(options: argparse.Namespace) -> int:
    if not options.full and _is_quickly_known(options):
        return 0
    from .pipeline import build

    places = _places(options)
    with tempfile.TemporaryDirectory() as workshop:
        trees = build(options.spec, options.package, Path(workshop), options.docs)
        pairs = zip(trees, places, strict=True)
        found = {
            out: list(differences(read_tree(tree), read_tree(out), str(out))) for tree, out in pairs
        }
    stale = [str(out) for out, lines in found.items() if lines]
    if not stale:
        return 0
    print("\n".join(line for lines in found.values() for line in lines))
    said = (
        f"{' and '.join(stale)} {'is' if len(stale) == 1 else 'are'} not what {options.spec} makes"
    )
    print(f"{said}; mend it with: {_mend(options)}", file=sys.stderr)
    return 1


def _mend(options: argparse.Namespace) -> str:
    docs = f" --docs {options.docs}" if options.docs else ""
    places = f"--spec {options.spec} --out {_places(options)[0]}{docs}"
    return f"python -m generator generate {places} --package {options.package}"


def _is_quickly_known(options: argparse.Namespace) -> bool:
    """Compare hashes; a specification that cannot be read is for the pipeline to explain."""
    if not options.spec.is_file():
        return False
    inputs = hash_inputs([options.spec], options.package)
    return all(is_current(out, inputs) for out in _places(options))


def _diff(options: argparse.Namespace) -> int:
    from .compare.gate import unannounced
    from .compare.history import changes_since_last

    last, now, changes = changes_since_last(options.spec)
    print("\n".join(map(str, changes)) or f"{options.spec} says what version {last.name} says")
    problems = SpecificationError(unannounced(last, now, changes)).problems
    print("".join(f"{problem}\n" for problem in problems), file=sys.stderr, end="")
    return 1 if problems else 0
