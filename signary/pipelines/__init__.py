"""Whole ways from text to motion, and from motion to files."""
