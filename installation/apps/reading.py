"""Reads the files that a show is made from."""

from pathlib import Path

from installation.model.layout import Layout
from installation.model.projector import Calibration
from installation.model.yamlfile import load


def read_layout(path: Path) -> Layout:
    """A layout. Raises ConfigError with every fault in it."""
    return load(path, Layout)


def read_calibrations(layout: Layout, folder: Path) -> dict[str, Calibration]:
    """The projector of each screen that names one. Raises ConfigError."""
    return {
        screen.name: load(folder / screen.calibration, Calibration)
        for screen in layout.screens
        if screen.calibration
    }
