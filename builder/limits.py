"""What a job in a process of its own may take."""

from builder.records import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take: bytes of address space, seconds of a processor, seconds in all."""

    memory: int = 4_000_000_000
    processor_seconds: int = 600
    seconds: int = 1200
