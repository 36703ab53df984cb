"""Tables that are readable as Markdown and on a terminal."""


def table(header, rows):
    """Markdown table with aligned columns. The first column is left-aligned, the others are right-aligned."""
    lines = [[str(cell) for cell in line] for line in (header, *rows)]
    widths = [max(3, *(len(line[i]) for line in lines)) for i in range(len(header))]
    texts = ["| " + " | ".join(map(_aligned, line, widths, range(len(line)))) + " |" for line in lines]
    rule = (
        "|" + "|".join("-" * (w + 2) if i == 0 else "-" * (w + 1) + ":" for i, w in enumerate(widths)) + "|"
    )
    return "\n".join([texts[0], rule, *texts[1:]])


def _aligned(cell, width, column):
    return cell.ljust(width) if column == 0 else cell.rjust(width)
