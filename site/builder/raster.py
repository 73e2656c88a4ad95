"""A picture of pixels, for what takes no SVG: discs, lines, boxes and maps with smooth edges, and the PNG of it."""

import struct
import zlib

import numpy as np


class Raster:
    """`width` x `height` pixels of one colour, to be drawn on. Colours are (red, green, blue) from 0 to 255, places in pixels."""

    def __init__(self, width, height, colour):
        self.pixels = np.empty((height, width, 3))
        self.pixels[:] = colour
        # The middles of the pixels.
        self.x, self.y = np.arange(width)[None, :] + 0.5, np.arange(height)[:, None] + 0.5

    def disc(self, x, y, radius, colour):
        """Fill a disc."""
        part, across, down = self._around(x - radius, y - radius, x + radius, y + radius)
        self._fill(part, np.hypot(across - x, down - y) - radius, colour)

    def line(self, x0, y0, x1, y1, width, colour):
        """Draw a straight line with round ends."""
        far = width / 2
        part, across, down = self._around(min(x0, x1) - far, min(y0, y1) - far, max(x0, x1) + far, max(y0, y1) + far)
        along = ((across - x0) * (x1 - x0) + (down - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2)
        along = np.clip(along, 0, 1)
        self._fill(part, np.hypot(across - x0 - along * (x1 - x0), down - y0 - along * (y1 - y0)) - far, colour)

    def box(self, x, y, size, radius, colour):
        """Fill a square whose middle is at x, y, with round corners; `colour` may be an array (rows, columns, 3), spread over it."""
        far = size / 2
        part, across, down = self._around(x - far, y - far, x + far, y + far)
        colour = np.asarray(colour, float)
        if colour.ndim == 3:
            rows, columns = colour.shape[:2]
            row = np.clip((down - y + far) * rows / size, 0, rows - 1).astype(int)
            column = np.clip((across - x + far) * columns / size, 0, columns - 1).astype(int)
            colour = colour[row, column]
        across, down = np.abs(across - x) - far + radius, np.abs(down - y) - far + radius
        corner = np.hypot(np.maximum(across, 0), np.maximum(down, 0))
        self._fill(part, corner + np.minimum(np.maximum(across, down), 0) - radius, colour)

    def _around(self, left, top, right, bottom):
        """Return the part of the pixels that holds this room, and the x and y of their middles, as a row and a column."""
        rows = slice(max(0, int(top) - 1), max(0, int(bottom) + 2))
        columns = slice(max(0, int(left) - 1), max(0, int(right) + 2))
        return self.pixels[rows, columns], self.x[:, columns], self.y[rows]

    def _fill(self, part, outside, colour):
        """Mix `colour` in where `outside`, how far each pixel's middle is beyond an edge, is negative; the edge is a pixel wide."""
        part += (np.asarray(colour) - part) * np.clip(0.5 - outside, 0, 1)[..., None]

    def png(self):
        """Return the bytes of the PNG."""
        pixels = np.rint(self.pixels).astype(np.uint8)
        height, width, _ = pixels.shape
        # Each row has its filter's number before it: 2, what changes from the row above, makes little of flat colours.
        rows = np.empty((height, 1 + 3 * width), np.uint8)
        rows[:, 0] = 2
        rows[:, 1:] = np.diff(pixels, axis=0, prepend=np.zeros((1, width, 3), np.uint8)).reshape(height, -1)
        chunks = (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(rows.tobytes(), 9)),
            (b"IEND", b""),
        )
        data = b"\x89PNG\r\n\x1a\n"
        for name, body in chunks:
            data += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        return data
