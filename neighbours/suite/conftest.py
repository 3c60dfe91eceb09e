"""The root of the sample suite."""
