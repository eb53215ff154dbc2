"""Options of single calls, raw responses, and requests beside the contract."""
