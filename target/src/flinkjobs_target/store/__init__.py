"""What is kept, and the only place with SQL."""
