"""The command `matchbook`."""

import gc
import sys


def main() -> None:
    """Run the command line."""
    # A command leaves little garbage. To look for it as often as Python does takes a tenth of the time of a website.
    gc.set_threshold(50_000)
    try:
        # Imported here: whoever interrupts while the program is loaded must not meet a traceback either.
        from builder.cli.commands import main as run  # noqa: PLC0415
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
