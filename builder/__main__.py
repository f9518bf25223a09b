"""The command `matchbook`."""

from builder.cli.commands import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
