"""How figures of sales are written in templates."""
