"""Training: a module with a `main` for each stage, and what they share: flags, presets, batches, loop, checkpoints."""
