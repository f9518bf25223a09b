"""The command `matchbook`."""

import gc
import sys

# A command leaves little garbage. To look for it as often as Python does takes a tenth of the time of a website.
MOST_GARBAGE = 50_000


def main() -> None:
    """Run the command line."""
    gc.set_threshold(MOST_GARBAGE)
    try:
        # Imported here: whoever interrupts while the program is loaded must not meet a traceback either.
        from builder.cli.running import main as run  # noqa: PLC0415
    except KeyboardInterrupt:
        sys.exit(130)
    try:
        run()
    finally:
        # What is left goes with the process: to look through all of it once more takes a twentieth of the time.
        gc.freeze()


if __name__ == "__main__":
    main()
