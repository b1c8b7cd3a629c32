"""What was sold: the documents of each sale, their lines, and what came back.

Words: a *sale* is one document, whatever its origin; a *return* or a *correction* is a document of its own that points
at the sale it takes something back from. Quantities and amounts of a return are below zero, so that plain sums are
right everywhere. A sale without party is an *anonymous* one: somebody at the counter.
"""
