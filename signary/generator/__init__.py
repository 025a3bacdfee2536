"""What generates motion: siblings that do not know each other, each a folder with its own configuration and model."""
