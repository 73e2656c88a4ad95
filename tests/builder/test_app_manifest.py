"""The site can be installed: every page leads to a manifest, whose icons are there and are what it says, also without the server."""

import json
import re

import numpy as np
from PIL import Image

from builder import app_manifest
from builder.paths import SITE


def test_every_page_leads_to_the_manifest_and_tells_the_colours_of_both_themes(dist, site_pages):
    for page in (page for page in site_pages if page.parent == dist):
        text = page.read_text(encoding="utf-8")
        assert '<link rel="manifest" href="manifest.webmanifest">' in text, page.name
        told = dict(re.findall(r'<meta name="theme-color" content="(#[0-9a-f]{6})" media="\(prefers-color-scheme: (\w+)\)">', text))
        assert {theme: colour for colour, theme in told.items()} == app_manifest.theme_colours(), page.name


def test_the_manifest_has_what_an_installation_asks_for(dist):
    manifest = json.loads((dist / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["short_name"] == "Pyground" and manifest["name"] and manifest["display"] == "standalone"
    assert manifest["start_url"] == manifest["scope"] == ".", "relative, so that it works under any path"
    icons = {(icon.get("purpose"), icon["sizes"]): icon["src"] for icon in manifest["icons"]}
    assert {(purpose, f"{size}x{size}") for purpose in ("any", "maskable") for size in (192, 512)} < icons.keys()
    listed = (dist / "sw.js").read_text(encoding="utf-8")
    for (purpose, sizes), path in icons.items():
        assert (dist / path).is_file() and f'"{path}"' in listed
        if path.endswith(".png"):
            image = Image.open(dist / path)
            assert f"{image.width}x{image.height}" == sizes
            assert np.asarray(image.convert("RGBA"))[0, 0, 3] == (0 if purpose == "any" else 255)


def test_the_icon_has_the_colours_of_the_favicon_where_that_has_them(dist):
    fills = re.findall(r'fill="(#[0-9a-f]{6})"', (SITE / "static" / "favicon.svg").read_text(encoding="utf-8"))
    image = Image.open(dist / "icons" / "any-192.png").convert("RGB")
    seen = ["#{:02x}{:02x}{:02x}".format(*image.getpixel(place)) for place in ((60, 60), (96, 95), (130, 130))]
    assert seen == fills
