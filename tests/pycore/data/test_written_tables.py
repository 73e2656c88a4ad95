"""Tables written in random forms are read as they were meant, or refused, or there is a note on what was read otherwise."""

import random

import pytest

from pycore.data.tables import TableError, read_table

#: Decimal mark and what stands between thousands.
STYLES = ((".", ""), (".", ","), (",", ""), (",", "."), (",", "\u00a0"), (",", "\u202f"), (".", "'"), (".", "’"))
#: Decimals, lowest and highest value, whether thousands are grouped, what stands behind.
KINDS = ((2, 0.5, 9, True, ""), (2, 800, 90_000, True, ""), (0, 1, 90, False, ""), (0, 1950, 2020, False, ""), (2, -5, 5, True, ""),
         (1, 1, 99, False, "%"), (3, 0.1, 9, True, ""))  # fmt: skip
LABELS = (("yes", "no"), ("red", "green", "blue"), ("0", "1"), ("-1", "1"), ("True", "False"), None)
HEADERS = ("a,b,kind", "x,y,class", "width,height,label", "Länge,Höhe,Größe", None)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", None)


def written(value, decimals, style, grouped):
    whole, _, rest = f"{abs(value):.{decimals}f}".partition(".")
    whole = f"{int(whole):,}".replace(",", style[1]) if grouped else whole
    return "-" * (value < 0) + whole + (style[0] + rest if rest else "")


def table(draw):
    """Return the text or the bytes of a table, and its columns x1, x2 and label, numbers and names."""
    rows, separator = draw.choice((6, 12, 60)), draw.choice(",;\t| ")
    # Between commas nobody would write 1.234 for a thousand.
    style = draw.choice([style for style in STYLES if separator != "," or style != (",", ".")])
    columns, texts = [], []
    for decimals, low, high, grouped, behind in draw.choices(KINDS, k=2):
        values = [round(draw.uniform(low, high), decimals) for _ in range(rows)]
        columns.append([value / 100 for value in values] if behind else values)
        texts.append([written(value, decimals, style, grouped) + behind for value in values])
    names = draw.choice(LABELS)
    labels = [draw.choice(names) if names else round(draw.uniform(1e4, 9e5), 2) for _ in range(rows)]
    columns.append(labels)
    texts.append(labels if names else [written(value, 2, style, True) for value in labels])
    header = draw.choice(HEADERS)
    rows = [header.split(","), *zip(*texts, strict=True)] if header else list(zip(*texts, strict=True))
    if names and header and draw.random() < 0.3:
        rows = [(label, x1, x2) for x1, x2, label in rows]
    quoted = draw.random() < 0.2
    lines = [separator.join(f'"{cell}"' if quoted or separator in cell else cell for cell in row) for row in rows]
    lines = [f"sep={separator}", *lines] if draw.random() < 0.1 else lines
    text, encoding = draw.choice(("\n", "\r\n")).join([*lines, ""]), draw.choice(ENCODINGS)
    return text if encoding is None else text.encode(encoding), columns


def is_right(read, columns):
    x1, x2, labels = read.points.T.tolist()
    ends = {-1: 0, 1: 1} if len(read.classes) == 2 else dict(enumerate(range(6)))
    names = [read.classes[ends[label]] for label in labels] if read.classes else labels
    return [x1, x2] == [pytest.approx(column, rel=1e-12) for column in columns[:2]] and names == columns[2]


@pytest.mark.parametrize("seed", range(3))
def test_tables_in_random_forms_are_read_as_they_were_meant(seed):
    draw, right = random.Random(seed), 0
    for _ in range(250):
        source, columns = table(draw)
        if len(set(columns[2])) < 2:
            continue
        try:
            read = read_table(source)
        except TableError as error:
            assert "without doubt" in str(error), f"{error}\n{source!r}"
            continue
        if is_right(read, columns):
            right += 1
        else:
            assert read.notes, source
    assert right > 220
