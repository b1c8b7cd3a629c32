"""A synthetic Spanish company of any size, for measuring: generated with a seed, loaded past the journal."""

from tendero.demo.actions.synthetic.deals import Deals
from tendero.demo.actions.synthetic.parties import Crowd
from tendero.demo.actions.synthetic.past import Past
from tendero.demo.actions.synthetic.seeding import Seeded, flush, seed

__all__ = ["Crowd", "Deals", "Past", "Seeded", "flush", "seed"]
