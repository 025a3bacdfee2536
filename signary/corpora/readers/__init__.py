"""Corpora as they lie on disk, a module for each form."""
