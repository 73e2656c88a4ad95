"""The course: a folder for each topic, with its model (to be used at a prompt) and the widgets that show it side by side."""
