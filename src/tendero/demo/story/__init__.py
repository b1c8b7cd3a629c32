"""The customers everybody at Menaje Montoro talks about, told as data.

Days count from today (0), so that the shop is always in the middle of its week: -4 was four days ago.
"""

from typing import Final

from tendero.demo.story.goods import FAMILIES as FAMILIES
from tendero.demo.story.goods import GOODS as GOODS
from tendero.demo.story.others import OTHERS
from tendero.demo.story.regulars import REGULARS

CUSTOMERS: Final = (*REGULARS, *OTHERS)
