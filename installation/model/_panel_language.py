"""The languages of the operator's panel."""

from typing import Literal, get_args

PanelLanguage = Literal["en", "de", "ru"]
LANGUAGES: tuple[PanelLanguage, ...] = get_args(PanelLanguage)
