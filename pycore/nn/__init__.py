"""The network and its training: functions, first weights, layers, update rules, the trainer, its history, and looks inside."""
