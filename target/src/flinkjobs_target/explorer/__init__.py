"""The explorer: a page at `/` that makes requests of the contract and shows what is answered.

Its sources are in `target/explorer`; `make explorer` builds them into `page`. The page has no rights of
its own: it signs its requests as any other caller does.
"""
