"""Pure rules of sales: what a line comes to, and what is given back of it."""
