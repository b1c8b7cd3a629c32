"""What purchases say of a customer: how often he buys, when the next one is due, what is at stake if he does not come.

Words: a *purchase* is a day on which he bought, however many tickets; his *rhythm* is the usual interval between two of
them; he is *late* when it has run out. Nothing here is written by hand: all of it follows from the sales.
"""
