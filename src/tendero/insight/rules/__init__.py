"""Pure rules: the periods that figures are of, and parts of a whole."""
