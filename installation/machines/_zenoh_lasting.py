"""Declares words that last on Zenoh's way: each machine's last is heard by who comes later, too."""

import zenoh
from zenoh import ext
from zenoh.handlers import Callback


def lasting_publisher(
    session: zenoh.Session,
    key: str,
    heartbeat_s: float,
    priority: zenoh.Priority = zenoh.Priority.DATA,
    express: bool = False,
) -> ext.AdvancedPublisher:
    """Return who publishes what lasts; who has missed it asks for it at a heartbeat."""
    return ext.declare_advanced_publisher(
        session,
        key,
        cache=ext.CacheConfig(max_samples=1),
        sample_miss_detection=ext.MissDetectionConfig(
            heartbeat=heartbeat_s, sporadic_heartbeat=None
        ),
        publisher_detection=True,
        congestion_control=zenoh.CongestionControl.DROP,
        priority=priority,
        express=express,
    )


def hear_lasting(
    session: zenoh.Session,
    keys: str,
    heard: "Callback[zenoh.Sample]",
) -> None:
    """Have the last word of each publisher heard, and each that comes."""
    ext.declare_advanced_subscriber(
        session,
        keys,
        heard,
        history=ext.HistoryConfig(detect_late_publishers=True, max_samples=1),
        recovery=ext.RecoveryConfig(periodic_queries=None, heartbeat=True),
    )
