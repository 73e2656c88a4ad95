"""How a build says what it is doing: one line per step, and a bar with bytes where there is a terminal to draw it on."""

import sys


def megabytes(count):
    """Return a number of bytes as people read it.

    >>> megabytes(8645967), megabytes(16347)
    ('8.6 MB', '16 kB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def say(text):
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


class Bar:
    """A progress bar for one file on `stream`; draws nothing where `stream` is no terminal."""

    WIDTH = 30

    def __init__(self, label, total, stream=None):
        self.label, self.total, self.done, self.shown = label, total, 0, None
        self.stream = sys.stderr if stream is None else stream
        self.live = self.stream.isatty()

    def add(self, count):
        """`count` more bytes have arrived."""
        self.done += count
        share = min(1, self.done / self.total) if self.total else 0
        filled = round(self.WIDTH * share)
        text = f"{self.label} [{'#' * filled}{'.' * (self.WIDTH - filled)}] {megabytes(self.done)} of {megabytes(self.total)}"
        if self.live and text != self.shown:
            self.shown = text
            self.stream.write(f"\r\x1b[K{text}")
            self.stream.flush()

    def clear(self):
        """Take the bar off the screen."""
        if self.live and self.shown:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
