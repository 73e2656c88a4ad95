"""Drawing a line: a neuron's boundary by hand, by training, and from many starts."""
