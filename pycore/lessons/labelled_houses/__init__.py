"""Good or bad: ten labelled houses, softmax regression and a hidden layer."""
