"""The permission matrix: who may do what to whose rows, computed here in plain words and asked of every route."""
