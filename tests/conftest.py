"""Settings for every test: hypothesis draws the same examples on every machine, however slow it is."""

from hypothesis import settings

settings.register_profile("stable", derandomize=True, deadline=None, max_examples=100)
settings.load_profile("stable")

# Fixtures that several files share: the real content, the sample's website and handbook, and a browser.
pytest_plugins = ["tests.building", "tests.chromium"]
