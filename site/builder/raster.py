"""A picture of pixels, for what takes no SVG: discs, lines, boxes and maps with smooth edges, and the PNG of it."""

import numpy as np

from builder.png_file import COLOUR, COLOUR_AND_ALPHA, png_file


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
        self._fill(part, _outside_box(across - x, down - y, size, radius), colour)

    def fill(self, outside, colour):
        """Fill where `outside`, an array (height, width) of how far each pixel's middle is beyond an edge, is negative."""
        self._fill(self.pixels, outside, colour)

    def cut(self, x, y, size, radius):
        """Return how much of each pixel, 0 to 1, is within a square as `box` fills it."""
        return np.clip(0.5 - _outside_box(self.x - x, self.y - y, size, radius), 0, 1)

    def _around(self, left, top, right, bottom):
        """Return the part of the pixels that holds this room, and the x and y of their middles, as a row and a column."""
        rows = slice(max(0, int(top) - 1), max(0, int(bottom) + 2))
        columns = slice(max(0, int(left) - 1), max(0, int(right) + 2))
        return self.pixels[rows, columns], self.x[:, columns], self.y[rows]

    def _fill(self, part, outside, colour):
        """Mix `colour` in where `outside`, how far each pixel's middle is beyond an edge, is negative; the edge is a pixel wide."""
        part += (np.asarray(colour) - part) * np.clip(0.5 - outside, 0, 1)[..., None]

    def png(self, seen=None):
        """Return the bytes of the PNG; `seen`, an array (height, width) from 0 to 1, is how opaque each pixel is."""
        pixels = np.rint(self.pixels).astype(np.uint8)
        if seen is not None:
            pixels = np.concatenate([pixels, np.rint(255 * seen[..., None]).astype(np.uint8)], axis=2)
        height, width, channels = pixels.shape
        # Each row has its filter's number before it: 2, what changes from the row above, makes little of flat colours.
        rows = np.empty((height, 1 + channels * width), np.uint8)
        rows[:, 0] = 2
        rows[:, 1:] = np.diff(pixels, axis=0, prepend=np.zeros((1, width, channels), np.uint8)).reshape(height, -1)
        return png_file(width, COLOUR if seen is None else COLOUR_AND_ALPHA, rows)


def _outside_box(across, down, size, radius):
    """Return how far places, measured from the middle of a square with round corners, are beyond its edge."""
    across, down = np.abs(across) - size / 2 + radius, np.abs(down) - size / 2 + radius
    corner = np.hypot(np.maximum(across, 0), np.maximum(down, 0))
    return corner + np.minimum(np.maximum(across, down), 0) - radius
