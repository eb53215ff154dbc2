"""The explorer: a web page at `/` that sends requests of the contract and shows the responses.

Its sources are in `target/explorer`; `make explorer` builds them into `page`. The page has no
privileges: it signs its requests as any other client does.
"""
