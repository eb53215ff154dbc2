"""The command-line flags of settings."""

import argparse
from typing import Any

from msgspec import Struct

from ..settings import CONFIG_VARIABLE, Setting, settings_of

__all__ = ["add_settings"]


def add_settings(parser: argparse.ArgumentParser, settings_type: type[Struct]) -> None:
    """Add a flag for each setting, and --config for the file."""
    parser.add_argument("--config", metavar="FILE", help=f"TOML file; or {CONFIG_VARIABLE}")
    for setting in settings_of(settings_type):
        default = "" if setting.default in (None, False, ()) else f"default: {setting.default}; "
        parser.add_argument(
            setting.flag,
            help=f"{setting.description} ({default}or {setting.variable}; in the file: {setting.key})",
            **_options(setting),
        )


def _options(setting: Setting) -> dict[str, Any]:
    if setting.is_switch:
        return {"action": "store_const", "const": True}
    return {
        "dest": setting.name,
        "metavar": setting.metavar,
        **({"action": "append"} if setting.repeatable else {}),
    }
