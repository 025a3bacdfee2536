"""What every training script shares: presets, seeded batches of similar length, the loop with exact resume.

Imported by `scripts/` only.
"""
