"""Settings for every test: hypothesis draws the same examples on every machine, however slow it is."""

from hypothesis import settings

settings.register_profile("stable", derandomize=True, deadline=None, max_examples=100)
settings.load_profile("stable")

# Fixtures that several files share: the real content, and the sample's website and handbook.
pytest_plugins = ["tests.building"]
