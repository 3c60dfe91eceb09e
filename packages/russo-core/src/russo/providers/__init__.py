"""What a provider is, how it is found by name, and everything that its author needs."""
