"""What a hidden layer sees: lines, a triangle, the space of its neurons, and a spiral in three layers."""
