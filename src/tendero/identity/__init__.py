"""Identity: who works here. People who sign in and their teams; models and queries only."""
