"""Pieces of HTML. Text is escaped here, and nowhere else."""

from html import escape
from numbers import Real

import numpy as np

_STYLE = """
.skreg {font-family: sans-serif; font-size: 0.85em; line-height: 1.4; max-width: 100%; margin: 0.6em 0}
.skreg div {overflow-x: auto}
.skreg table {border-collapse: collapse; margin: 0.4em 0; font-size: inherit}
.skreg th, .skreg td {padding: 0.15em 1em 0.15em 0; text-align: left; white-space: nowrap; border: 0}
.skreg td.number, .skreg th.number {text-align: right; font-variant-numeric: tabular-nums}
.skreg thead th {border-bottom: 1px solid; font-weight: 600; vertical-align: bottom; white-space: normal}
.skreg a {color: inherit}
.skreg tr {background: none}
.skreg tr.other {opacity: 0.6}
.skreg svg {display: block; width: 100%; max-width: 640px; height: auto}
"""


def block(*parts):
    """A part of a page, with the style of its content."""
    return f'<style>{_STYLE}</style><div class="skreg">{"".join(parts)}</div>'


def paragraph(text, link="", label=""):
    """A paragraph, with an optional link at its end."""
    end = f' <a href="{escape(link)}" target="_blank" rel="noopener">{escape(label)}</a>' if link else ""
    return f"<p>{escape(text)}{end}</p>"


def table(columns, emphasised):
    """A table, from its columns.

    Parameters
    ----------
    columns : dict of str to list
        Numbers or texts of the cells, by header. None makes an empty cell.
    emphasised : list of bool
        Mask of the rows to highlight.
    """
    headers = "".join(_cell("th", name, cells) for name, cells in columns.items())
    rows = [
        ("<tr>" if stands_out else '<tr class="other">')
        + "".join(_cell("td", cells[row], cells) for cells in columns.values())
        + "</tr>"
        for row, stands_out in enumerate(emphasised)
    ]
    return f"<div><table><thead><tr>{headers}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"


def _cell(tag, content, cells):
    """A cell, which is right-aligned if its column holds numbers."""
    is_number = all(cell is None or _is_number(cell) for cell in cells)
    attribute = ' class="number"' if is_number else ""
    return f"<{tag}{attribute}>{escape(shown(content))}</{tag}>"


def _is_number(value):
    return isinstance(value, Real | np.bool_) and not isinstance(value, bool)


def shown(value):
    """A value as a short text."""
    if value is None:
        return ""
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, Real):
        return f"{value:.4g}"
    if isinstance(value, list | tuple | np.ndarray):
        return ", ".join(map(shown, value)) or "none"
    return repr(value)
