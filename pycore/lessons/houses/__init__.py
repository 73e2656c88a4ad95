"""Lessons on house prices: a line by hand, gradient descent, and two inputs."""
