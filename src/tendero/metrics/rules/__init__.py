"""Pure rules of purchases: rhythm, state, what is at stake."""
