"""Corpora that are made: sentences of grammars, motion by the rule-based signer."""
