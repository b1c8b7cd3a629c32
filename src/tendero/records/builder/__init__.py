"""The filter builder: one dialog that makes any filter of the language, without a line of script of its own."""
