"""From numbers to probabilities: softmax, and networks that end in one."""
