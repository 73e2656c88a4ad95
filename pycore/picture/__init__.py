"""What the page sees of a network: values of all units over the plane, as colours, as a line between sides, in one buffer."""
