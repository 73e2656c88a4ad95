"""Numbers as words for people: a true minus sign, and no negative zero."""

__all__ = ["minus", "number"]


def minus(text):
    """Return a number's text with a minus sign in place of each hyphen.

    >>> minus("-2.5")
    '−2.5'
    """
    return text.replace("-", "−")


def number(value, digits=2):
    """Return a number with so many digits behind the point.

    >>> number(-1.239), number(-0.001)
    ('−1.24', '0.00')
    """
    return minus(f"{round(value, digits) + 0.0:,.{digits}f}")
