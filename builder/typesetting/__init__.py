"""Handbooks put together from blocks that are laid out once: the smallest pieces that no page break divides."""
