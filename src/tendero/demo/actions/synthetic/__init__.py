"""A synthetic Spanish company of any size, for measuring: generated with a seed, loaded past the journal."""

from tendero.demo.actions.synthetic.seeding import Seeded, seed

__all__ = ["Seeded", "seed"]
