"""What the business comes to: figures of the sales by month, product, customer, seller, each of which opens its rows.

Words: a *tally* is a sum kept in step with the sales it is made of; its *axis* says by what they are added up, its
*span* over how long. Nothing here is written by hand: all of it follows from the sales.
"""
