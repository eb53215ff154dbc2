"""Flags of a command that also reads its settings from the environment and from a file."""

import argparse
from typing import Any

from msgspec import Struct

from ..settings import CONFIG_VARIABLE, Setting, known_settings

__all__ = ["add_settings"]


def add_settings(parser: argparse.ArgumentParser, kind: type[Struct]) -> None:
    """Add a flag for each setting, and one for the file."""
    parser.add_argument("--config", metavar="FILE", help=f"TOML file; or {CONFIG_VARIABLE}")
    for setting in known_settings(kind):
        shown = "" if setting.default in (None, False, ()) else f"default: {setting.default}; "
        parser.add_argument(
            setting.flag,
            help=f"{setting.description} ({shown}or {setting.variable}; in the file: {setting.key})",
            **_form(setting),
        )


def _form(setting: Setting) -> dict[str, Any]:
    if setting.switch:
        return {"action": "store_const", "const": True}
    return {"metavar": setting.value, **({"action": "append"} if setting.many else {})}
