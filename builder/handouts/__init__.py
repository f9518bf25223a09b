"""What goes with a batch of handbooks: the search for mix-ups, the list of them, and the advisor's own sheets."""
