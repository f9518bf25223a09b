"""Settings for every test: hypothesis draws the same examples on every machine; fast files first, then the longest."""

import pytest
from hypothesis import settings

settings.register_profile("stable", derandomize=True, deadline=None, max_examples=100)
settings.load_profile("stable")

# Fixtures that several files share: the real content, the sample's website and handbook, and a browser.
pytest_plugins = ["tests.building", "tests.sharing", "tests.chromium"]

# What takes longest begins first among what is slow, so that no core waits at the end for one file.
LONGEST = (
    "test_handbook", "test_accessibility", "test_batch", "test_privacy", "test_public_parity", "test_canaries",
    "test_cluster", "test_browser", "test_boxed_pdf", "test_commands",
)  # fmt: skip


PATIENCE = 3600  # seconds for one long test


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out long tests unless they are asked for, and put files without a browser or a PDF first."""
    long = [item for item in items if item.get_closest_marker("long")]
    for item in long:
        item.add_marker(pytest.mark.timeout(PATIENCE))
    if "long" not in config.getoption("markexpr"):
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    slow = {item.path for item in items if item.get_closest_marker("browser") or item.get_closest_marker("pdf")}
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (item.path in slow, places.get(item.path.stem, len(LONGEST))))
