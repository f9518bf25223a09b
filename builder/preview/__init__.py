"""The live preview: a guide kept in memory, served on this machine, built again when its files change."""
