"""Signs that look like another sign and mean it: radicals, strokes and compatibility forms as plain characters.

Fonts of PDF and Word files give ⻓ (a radical) for 长, ⼈ for 人, 﨑 for 崎. A reader sees no difference, and no person types
them. One sign becomes one sign, so that every offset stays right.
"""

from __future__ import annotations

import unicodedata
from typing import Final

# Equivalent_Unified_Ideograph of the Unicode Character Database for U+2E80 to U+2EFF.
_RADICALS: Final = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺"
    "⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_THEIR_PLAIN: Final = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀"
    "聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_STROKES: Final = ("㇐㇑㇒㇔㇚㇠", "一丨丿丶亅乙")
_AS_PRINTED: Final = ("⼾⾭⻊", "户青足")
"""Unicode maps these to forms that mainland fonts do not print there."""
_COMPATIBLE: Final = (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
"""Kangxi radicals, and the compatibility ideographs."""


def _table() -> dict[int, str]:
    table = {code: unicodedata.normalize("NFKC", chr(code)) for codes in _COMPATIBLE for code in codes}
    for signs, plain in ((_RADICALS, _THEIR_PLAIN), _STROKES, _AS_PRINTED):
        table.update(zip(map(ord, signs), plain, strict=True))
    return {code: plain for code, plain in table.items() if plain != chr(code)}


_TABLE: Final = _table()
_SIGNS: Final = frozenset(map(chr, _TABLE))


def plain_signs(text: str) -> str:
    """The text with every such sign as its plain character; `len(plain_signs(t)) == len(t)`."""
    return text if _SIGNS.isdisjoint(text) else text.translate(_TABLE)  # most texts have none: looking is quick
