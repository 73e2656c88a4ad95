"""Inside a neuron: activations, and a weighted sum worked out for eight passengers."""
