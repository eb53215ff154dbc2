"""Preparation of a release: its version, the contract that it records, and its changelog.

It only writes files: `make release` builds and tests the wheels, a maintainer publishes them.
"""
