"""Codecs of parameters and request bodies."""
