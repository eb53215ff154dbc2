"""Engines run jobs; a reconciler carries the stored intentions out on one of them."""
