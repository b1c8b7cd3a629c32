"""Deals that may come about: opportunities, the stages they go through, why some are lost.

Words: a *stage* is a column of the board; *chance* is the probability that counts; an open opportunity *rots* when
nothing has moved for longer than its stage allows.
"""
