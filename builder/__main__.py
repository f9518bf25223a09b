"""The command `matchbook`."""

import sys


def main() -> None:
    """Run the command line."""
    try:
        # Imported here: whoever interrupts while the program is loaded must not meet a traceback either.
        from builder.cli.commands import main as run  # noqa: PLC0415
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
