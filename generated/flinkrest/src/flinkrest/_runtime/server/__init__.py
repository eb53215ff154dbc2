"""The ASGI server of an emitted package: routing, guards, decoding, services and envelopes."""
