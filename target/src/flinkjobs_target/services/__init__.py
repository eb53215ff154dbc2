"""The services: implementations of the operations, one module per resource of the contract."""
