"""What a spoken-language sentence says, before any sign is looked up: sentences, words, lemmas, numbers, sign order."""
