#!/usr/bin/env python3
"""Draws docs/trace.svg, the picture of README, from the trace of a case:

    LANG=en_US.UTF-8 hejie replay examples/01_sc_01.json | scripts/data/make_trace_svg.py > docs/trace.svg
"""
import sys
from xml.sax.saxutils import escape

COLORS = {"C": "#46525A", "E": "#1E5560", "K": "#7A4B00", "A": "#AB4E00", "D": "#5A676E", "R": "#B0201A", "=": "#1F6A43"}
LIMIT = 118
LINE = 17


def main():
    lines = [line.rstrip("\n") for line in sys.stdin if line.strip()]
    lines = [line for line in lines if line[:2].strip() and line[0] in COLORS or line.startswith("examples/")]
    height = LINE * len(lines) + 24
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="960" height="{height}" font-family="monospace" font-size="12.5">',
           f'<rect width="960" height="{height}" fill="#F3F5F4"/>']
    for number, line in enumerate(lines):
        color = COLORS.get(line[0], "#1B2327")
        if line.startswith("examples/"):
            color, line = "#1B2327", line.split("  ", 1)[-1]
        if len(line) > LIMIT:
            line = line[:LIMIT - 1] + "…"
        weight = ' font-weight="bold"' if color in ("#B0201A", "#1B2327") else ""
        out.append(f'<text x="14" y="{20 + number * LINE}" fill="{color}" xml:space="preserve"{weight}>{escape(line)}</text>')
    out.append("</svg>")
    print("\n".join(out))


if __name__ == "__main__":
    main()
