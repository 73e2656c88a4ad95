"""What networks learn from: data sets, people's own tables, the features and formulas that are a network's inputs, and chance."""
