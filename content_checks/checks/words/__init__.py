"""The checks of words: what is hard to read, and what this site says in another way."""

from .abbreviations import Abbreviation
from .click_here import ClickHere
from .house_list import HouseWords
from .languages import OtherLanguage
from .reading import HardText, LongSentence

WORDS = [LongSentence(), HardText(), HouseWords(), Abbreviation(), ClickHere(), OtherLanguage()]
