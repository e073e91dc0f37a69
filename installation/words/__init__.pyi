from ._read import read_script
from ._script import Script

__all__ = ["Script", "read_script"]
