"""Your own images: pictures in named classes, a network trained on them in the page, and what can go wrong with it."""
