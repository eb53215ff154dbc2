"""What is compared with: other people's code, or plain Python. Nothing here imports our own."""
