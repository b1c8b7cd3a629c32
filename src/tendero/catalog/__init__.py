"""What is sold: products, the families they belong to, and what each has cost and fetched.

Words: a *product* is anything with a price, goods and services alike; one that is asked for and not sold is a product
too (`on_sale` false). A *price change* is a day from which price and cost were others.
"""
