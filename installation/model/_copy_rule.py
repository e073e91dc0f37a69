"""The rule for house copies. Apart, so that a process that reads a layout loads no NumPy for it."""

from typing import Literal

CopyRule = Literal["auto", "always", "never"]
