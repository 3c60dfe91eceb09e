"""The way from a text to its audio: from disk, from a call that is under way, or from the provider."""
