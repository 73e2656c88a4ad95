"""Claims about networks, and the experiments that check them from many seeds."""
