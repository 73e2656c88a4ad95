"""Writes PNG files, from rows of bytes that are ready for them."""

import struct
import zlib

#: What a pixel is, by PNG's numbers.
COLOUR, PALETTE, COLOUR_AND_ALPHA = 2, 3, 6


def png_file(width, kind, lines, palette=None):
    """Return the bytes of a PNG, `width` pixels wide, of `kind`.

    `lines` is uint8 (height, 1 + bytes of a row), each row behind the number of its filter; `palette`, uint8 (n, 3), are the colours
    that a PALETTE's pixels name.
    """
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, len(lines), 8, kind, 0, 0, 0)),
        *([(b"PLTE", palette.tobytes())] if palette is not None else []),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    ]
    data = b"\x89PNG\r\n\x1a\n"
    for name, body in chunks:
        data += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return data
