"""Curves as an inline image (SVG)."""

from html import escape

import numpy as np

_WIDTH, _HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 580, 40, 250
_COLOURS = ("#1f77b4", "#ff7f0e", "#2ca02c")


def picture(left, right, labels, title, axis):
    """Curves over equally spaced places.

    Parameters
    ----------
    left : dict of str to ndarray
        Curves by name, in the units of the left axis.
    right : dict of str to ndarray
        Dashed curves by name, which are shares from 0 to 1 on the right axis.
    labels : list of str
        Labels of the places.
    title : str
        Text alternative of the image.
    axis : str
        Label of the horizontal axis.
    """
    n = len(labels)
    x = np.linspace(_LEFT, _RIGHT, n) if n > 1 else np.array([(_LEFT + _RIGHT) / 2])
    low, high = _range(left.values())
    curves = [(name, _height(values, low, high), "") for name, values in left.items()]
    curves += [(name, _height(values, 0, 1), "5 4") for name, values in right.items()]
    parts = [_frame(), *_vertical(low, high), *_horizontal(x, labels, axis)]
    for place, (name, y, dashes) in enumerate(curves):
        parts += _curve(x, y, _COLOURS[place], dashes)
        parts.append(_text(_LEFT + 170 * place + 24, 20, name, "start"))
        parts.append(_line(_LEFT + 170 * place, 16, _LEFT + 170 * place + 18, 16, _COLOURS[place], dashes))
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-size="12" fill="currentColor">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _range(curves):
    """Limits of the left axis."""
    values = np.concatenate([np.asarray(curve, float) for curve in curves])
    values = values[np.isfinite(values)]
    if not values.size:
        return 0.0, 1.0
    low, high = values.min(), values.max()
    margin = 0.05 * (high - low) or 0.5
    return low - margin, high + margin


def _height(values, low, high):
    return _BOTTOM - (np.asarray(values, float) - low) / (high - low) * (_BOTTOM - _TOP)


def _curve(x, y, colour, dashes):
    """A line through all finite points, with markers."""
    points = [(a, b) for a, b in zip(x, y, strict=True) if np.isfinite(b)]
    path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
    yield (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"'
        f' stroke-dasharray="{dashes}"/>'
    )
    yield from (f'<circle cx="{a:.1f}" cy="{b:.1f}" r="2.5" fill="{colour}"/>' for a, b in points)


def _frame():
    corners = f"{_LEFT},{_TOP} {_LEFT},{_BOTTOM} {_RIGHT},{_BOTTOM} {_RIGHT},{_TOP}"
    return f'<polyline points="{corners}" fill="none" stroke="currentColor"/>'


def _vertical(low, high):
    for share in (0, 0.5, 1):
        y = _BOTTOM - share * (_BOTTOM - _TOP)
        yield _text(_LEFT - 6, y + 4, f"{low + share * (high - low):.3g}", "end")
        yield _text(_RIGHT + 6, y + 4, f"{share:.0%}", "start")


def _horizontal(x, labels, axis):
    for place in dict.fromkeys((0, len(labels) // 2, len(labels) - 1)):
        yield _text(x[place], _BOTTOM + 18, labels[place], "middle")
    yield _text((_LEFT + _RIGHT) / 2, _BOTTOM + 38, axis, "middle")


def _text(x, y, text, anchor):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(x1, y1, x2, y2, colour, dashes):
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="2"'
        f' stroke-dasharray="{dashes}"/>'
    )
