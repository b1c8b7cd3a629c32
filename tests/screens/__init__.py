"""The record engine's screens, told with the cast."""
