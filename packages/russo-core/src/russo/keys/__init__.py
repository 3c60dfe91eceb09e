"""What decides how an utterance sounds, and the hash that names its entry."""
