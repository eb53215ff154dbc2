"""What every emitted server has in common: routing, decoding, guards and envelopes over ASGI."""
