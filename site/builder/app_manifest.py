"""What a browser needs to install the site as an app: manifest.webmanifest and the icons that it names."""

import json
import re

from builder import figures
from builder.files import write
from builder.raster import Raster

#: Pixels of the icons. Stores and home screens ask for these two.
SIZES = (192, 512)
#: Of a side: the corner's radius, and where the band between the colours begins and ends on the sum of both ways; as in favicon.svg.
_CORNER, _BAND = 8 / 32, (29.4 / 32, 34.6 / 32)


def write_app(static, out):
    """Write the manifest and, drawn from the colours of favicon.svg in the folder `static`, the icons into the folder `out`."""
    colours = [figures.rgb_of(colour) for colour in re.findall(r'fill="(#[0-9a-f]{6})"', (static / "favicon.svg").read_text("utf-8"))]
    icons = [{"src": "favicon.svg", "sizes": "any", "type": "image/svg+xml"}]
    for size in SIZES:
        for purpose in ("any", "maskable"):
            name = f"icons/{purpose}-{size}.png"
            write(out / name, icon(colours, size, round_corners=purpose == "any"))
            icons.append({"src": name, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose})
    paper = theme_colours()["light"]
    manifest = {
        "name": "Pyground: a neural network you can play with",
        "short_name": "Pyground",
        "description": "Neural networks that learn in front of you, and a course about them. They are Python, and run in the page.",
        "lang": "en",
        "categories": ["education"],
        "start_url": ".",
        "scope": ".",
        "display": "standalone",
        "background_color": paper,
        "theme_color": paper,
        "icons": icons,
    }
    write(out / "manifest.webmanifest", json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")


def theme_colours():
    """Return {"light", "dark"}: the colour of the page, which a browser gives to what is around it, too."""
    return {theme: tokens["paper"] for theme, tokens in figures.theme_tokens().items()}


def icon(colours, size, round_corners):
    """Return the PNG of the icon, `size` pixels wide and high: three colours from corner to corner, or to the edges where systems cut."""
    first, between, last = colours
    raster = Raster(size, size, between)
    along = (raster.x + raster.y) / size
    raster.fill((along - _BAND[0]) * size / 2**0.5, first)
    raster.fill((_BAND[1] - along) * size / 2**0.5, last)
    return raster.png(raster.cut(size / 2, size / 2, size, _CORNER * size) if round_corners else None)
