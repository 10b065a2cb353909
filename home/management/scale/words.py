"""The word lists of `words.toml`, as attributes.

`RARE_WORD` stands in exactly one practice of twenty, `COMMON_WORD` in ninety-seven of a hundred.
"""

import tomllib
from pathlib import Path
from types import SimpleNamespace

words = SimpleNamespace(**tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8")))

RARE_WORD, COMMON_WORD = words.rare_word, words.common_word
