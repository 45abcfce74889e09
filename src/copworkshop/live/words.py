"""Rejoin words: short enough to type after one look, and so hard to guess that no join code is asked in addition."""

import secrets
from collections.abc import Collection
from typing import Final

_LIST: Final = """
acacia acorn agate alder almond anchor anise anvil apple apricot arbor aspen aster atlas balsam bamboo banjo
barley basalt beacon beaver bellows birch bison blossom bobbin boulder bracken bramble breeze bridge bronze
brook bucket cabin cactus canal canoe canyon caraway cedar chalk cherry chestnut chisel citrus cliff cloud
clover cobalt comet compass copper cotton crater creek crocus crystal cypress delta desert dolphin drum dune
eagle echo elm ember emerald engine falcon feather fennel fern fiddle field finch flint fog forest fossil
frost galaxy garden garlic garnet glacier glade gorge grain granite grape gravel grove harvest hawthorn
hemlock heron hickory hill hinge honey horizon indigo inlet island ivory jungle juniper kayak kelp kernel
kestrel kettle kiln kite ladder lagoon lantern larch lark lava lavender ledge lemon lichen lilac lime linden
lizard lotus lupin magnolia mango maple marble marigold marsh meadow meteor mint monsoon moss mountain
mulberry mustard nectar needle nickel north nutmeg oak oasis ocean onyx orange orbit orchard osprey otter
outpost palm parsley pasture path peach pebble pelican pepper petal pigeon pine planet plateau pliers plum
pollen pond prairie primrose pumpkin quarry quilt radish rapids raven ribbon river rocket saddle saffron
sage sand sapling seed shadow shale shovel silver slate sleet snow sorrel spade sparrow spindle spring
spruce squash star stone storm stream summit sundial sunrise swan tamarind teapot thicket thistle thunder
tide timber topaz torch trail trellis trowel truffle tulip tundra tunnel turnip turtle twig umbrella upland
valley vanilla velvet volcano wagon walnut water wave wheat wheel willow window winter woodland wren yarrow
yucca zinc
"""
WORDS: Final = tuple(_LIST.split())
"""Words from gardens, landscapes, weather and workshops.

No two of them begin with the same four letters or differ by only one letter.
"""

SIGNS: Final = "bcdfghjkmnprstvwxyz346789"
"""The characters of the second half. None of them looks like another (0 o, 1 i l, 2 z, 5 s, g q, u v). There is no
vowel, so that no word appears by chance."""

_LENGTH: Final = 4


def new_word(taken: Collection[str]) -> str:
    """Return a rejoin word, such as ``maple-k7fd``, that is not in `taken`.

    There are 256 words and 25**4 endings: 100 million combinations, or 26.6 bits, from the system's secure generator.
    In a room of 30 one guess in 3.3 million finds a seat. Wrong guesses are limited to 20 a minute from one address and
    200 a minute in all, together with those at the join code, after the first 10 and 60. With these limits, two hours
    of guesses from one address find a seat with a probability of 0.07 %. From everywhere at once, in a room of 200, the
    probability is 5 %. A correct guess gives one participant's seat, never the console.
    """
    while True:
        ending = "".join(secrets.choice(SIGNS) for _ in range(_LENGTH))
        word = f"{secrets.choice(WORDS)}-{ending}"
        if word not in taken:
            return word


def new_ending(word: str, taken: Collection[str]) -> str:
    """Return a rejoin word that begins like `word` and is not in `taken`: the first half names the seat's file.

    A person who knows the old word has to guess one of 390,625 endings.
    """
    first, _, _ = word.partition("-")
    while True:
        renewed = f"{first}-{''.join(secrets.choice(SIGNS) for _ in range(_LENGTH))}"
        if renewed != word and renewed not in taken:
            return renewed
