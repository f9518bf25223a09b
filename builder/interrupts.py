"""What ends a program in an orderly way: Ctrl-C, `kill`, and a terminal that is closed."""

import signal

INTERRUPTS = frozenset(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
