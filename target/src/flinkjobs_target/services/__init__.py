"""What answers the operations: one module per noun of the contract."""
