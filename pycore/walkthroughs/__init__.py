"""The models behind the tutorials, one small file per idea: use them at a prompt as the lessons' pictures do."""
