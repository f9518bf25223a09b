"""Looks for texts that lead a reader to new code: `guided.py READING [OPTION OF LIBFUZZER]... FOLDER...`.

Ends with a traceback at the first text that is neither read nor told of in a sound message.
"""

import sys

import atheris

with atheris.instrument_imports(include=["builder", "markdown", "yaml"]):
    from tests.readings import READINGS, unsound


def main() -> None:
    """Search until told to end; each text that reaches something new is kept in the first folder."""
    read = READINGS[sys.argv.pop(1)]

    def try_text(content: bytes) -> None:
        found = unsound(read, content)
        assert found == [], found

    atheris.Setup(sys.argv, try_text)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
