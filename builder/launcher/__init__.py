"""Sets a clone of Matchbook up: Python packages, and packages of the system. Standard library only."""
