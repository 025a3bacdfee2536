"""Sentences and isolated signs as `datasets.Dataset`."""
