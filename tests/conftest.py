"""Settings for every test: hypothesis draws the same examples on every machine; fast files first, then the longest."""

import pytest
from hypothesis import settings

settings.register_profile("stable", derandomize=True, deadline=None, max_examples=100)
settings.load_profile("stable")

# Fixtures that several files share: the real content, the sample's website and handbook, and a browser.
pytest_plugins = ["tests.building", "tests.chromium"]

# What takes longest begins first among what is slow, so that no core waits at the end for one file.
LONGEST = ("test_handbook", "test_batch", "test_accessibility", "test_public_parity", "test_init", "test_privacy")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files in which nothing drives a browser or lays out a PDF first."""
    slow = {item.path for item in items if item.get_closest_marker("browser") or item.get_closest_marker("pdf")}
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (item.path in slow, places.get(item.path.stem, len(LONGEST))))
