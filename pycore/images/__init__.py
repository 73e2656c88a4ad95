"""Networks that look at images: the pictures they learn from, drawings brought to their form, what they answer, and how good it is."""
