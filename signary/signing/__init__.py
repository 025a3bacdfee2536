"""One face over all ways from text to motion, many sentences, files by suffix."""
