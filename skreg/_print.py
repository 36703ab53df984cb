"""Lines about a running fit on standard output."""


def print_line(line):
    """Print a line in one piece. ``print`` writes its end separately, and fits in other threads print too."""
    print(f"{line}\n", end="")
