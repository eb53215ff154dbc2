"""The command line of an emitted package: it interprets commands that the package has as data."""
