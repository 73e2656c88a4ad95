"""Networks that a reader trains and changes, with goals to reach."""
