"""What the widgets of all lessons share: their base class, the parts of plots, numbers as words, and training in portions."""
