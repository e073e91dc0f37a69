"""The layout's block on the show's figures for a house that watches its machines (Prometheus)."""

from typing import Annotated

from pydantic import Field

from installation.model._yamlfile import Form, Whole


class MetricsBlock(Form):
    """The port of this machine at which the figures are told; others cannot reach it.

    Below 1024 only root may listen, and the show is never root's.
    """

    port: Annotated[Whole, Field(ge=1024, le=65535)] = 9464
