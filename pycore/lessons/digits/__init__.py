"""The lesson that reads handwritten digits: one neuron, ten, a hidden layer, a convolution."""
