"""What a model folder holds: read, checked and joined; prompts of sentences; steps of their codes."""
