"""What the playground's page calls: the bridge, what it may ask, networks to compare, and the presets of its gallery."""
