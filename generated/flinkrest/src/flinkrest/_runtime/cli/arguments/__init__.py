"""Arguments of commands: options, parser, help and completion."""
