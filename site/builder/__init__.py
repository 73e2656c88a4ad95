"""Build-time Python: turns `pycore/` and `site/` into the static site in `dist/`."""
