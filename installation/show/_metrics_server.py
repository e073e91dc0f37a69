"""Tells the show's figures to Prometheus: the one door to its library."""

import threading
from collections.abc import Iterable, Iterator
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from prometheus_client import CollectorRegistry, generate_latest, make_wsgi_app
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from installation.said import NOTHING, Said
from installation.show._figures import Figure

ADDRESS = "127.0.0.1"
PATIENCE_S = 2.0
"""How long somebody who has connected may say nothing."""
LOOK_S = 0.5
"""How often the thread looks whether it is to end."""


class _ToldFigures(Collector):
    """Figures in the library's words."""

    def __init__(self) -> None:
        self.figures: tuple[Figure, ...] = ()

    def collect(self) -> Iterator[Metric]:
        """Return them. Called on whichever thread asks."""
        for figure in self.figures:
            kind = CounterMetricFamily if figure.counts else GaugeMetricFamily
            labels = [figure.label] if figure.label else []
            family = kind(figure.name, figure.told, labels=labels)
            for label, value in figure.samples.items():
                family.add_metric([label] if figure.label else [], value)
            yield family


def metrics_text(figures: Iterable[Figure]) -> bytes:
    """Return figures as Prometheus reads them."""
    told = _ToldFigures()
    told.figures = tuple(figures)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(told)
    return generate_latest(registry)


class MetricsServer:
    """Answers whoever asks with what it was told last, on a thread of its own.

    One at a time, and each for a short while, so that nobody who connects a thousand times takes
    the controller's file descriptors. ``trouble`` says why nobody can ask.
    """

    def __init__(self, port: int) -> None:
        self.trouble = NOTHING
        self._port = port
        self._told = _ToldFigures()
        self._server: WSGIServer | None = None
        self._thread: threading.Thread | None = None

    def tell(self, figures: Iterable[Figure]) -> None:
        """Take other figures; begin to listen, if that was not possible before."""
        self._told.figures = tuple(figures)
        if self._server is None:
            self._listen()

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = None

    def _listen(self) -> None:
        try:
            self._server = WSGIServer((ADDRESS, self._port), _Handler)
        except OSError as fault:
            self.trouble = Said(
                "metrics: port {port} of this machine cannot be used ({why}): "
                "another program has it, perhaps another show",
                port=str(self._port),
                why=fault.strerror or str(fault),
            )
            return
        self.trouble = NOTHING
        registry = CollectorRegistry(auto_describe=False)
        registry.register(self._told)
        self._server.set_app(make_wsgi_app(registry))
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(LOOK_S,), name="metrics", daemon=True
        )
        self._thread.start()


class _Handler(WSGIRequestHandler):
    """Does not wait for who says nothing, and writes no log."""

    timeout = PATIENCE_S

    def log_message(self, *_: object) -> None:
        """Say nothing."""
