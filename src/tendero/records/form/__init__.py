"""Forms: a record's fields as inputs, what came back from them, and the screens that make and change records."""
