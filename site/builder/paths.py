"""Where things are: the folders of the source tree and the user's cache."""

from pathlib import Path

import platformdirs

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "site"


def cache_folder():
    """Return the folder, shared by all checkouts of this user, that keeps fetched and compiled files."""
    return platformdirs.user_cache_path("pyground")
