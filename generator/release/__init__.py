"""Preparing a release: its version, the contract that it records, and its changelog.

It writes files and nothing else: building and trying the wheels is `make release`'s, publishing
them a maintainer's.
"""
