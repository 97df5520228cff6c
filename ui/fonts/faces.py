#!/usr/bin/env python3
"""Makes the three faces of Antre from Atkinson Hyperlegible Next: tabular digits, a zero without a slash, and a hyphen
that holds its line together.

Run once, by hand, in this folder; the result is kept beside it:

    pip install fonttools
    python3 faces.py FOLDER_WITH_THE_ORIGINALS

The originals are AtkinsonHyperlegibleNext-{Regular,SemiBold,ExtraBold}.ttf. Why the faces are changed stands in README.md.
"""

import sys
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FAMILY = "Antre Sans"
DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def contours(font, name):
    """The contours of a glyph, each a list of pen calls."""
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    found = []
    for call in pen.value:
        if call[0] == "moveTo" or call[0] == "qCurveTo" and call[1][-1] is None:
            found.append([])
        found[-1].append(call)
    return found


def box(contour_list):
    points = [p for contour in contour_list for _, args in contour for p in args if p]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def fitted(contour, target):
    """The contour, stretched into the box `target`."""
    left, bottom, right, top = box([contour])
    x0, y0, x1, y1 = target

    def move(point):
        if point is None:
            return None
        x, y = point
        return (round(x0 + (x - left) * (x1 - x0) / (right - left)), round(y0 + (y - bottom) * (y1 - y0) / (top - bottom)))

    return [(verb, tuple(move(point) for point in args)) for verb, args in contour]


def open_zero(font):
    """The zero.tf of the face with the counter of its own letter O instead of the two halves beside the slash."""
    outer, *halves = sorted(contours(font, "zero.tf"), key=lambda c: box([c])[0])
    _, counter = sorted(contours(font, "O"), key=lambda c: box([c])[0])
    pen = TTGlyphPen(None)
    for contour in (outer, fitted(counter, box(halves))):
        for verb, args in contour:
            getattr(pen, verb)(*args)
    return pen.glyph()


def hold_hyphen(font):
    """U+2011, at which no line ends, is drawn as the plain hyphen."""
    for table in font["cmap"].tables:
        if ord("-") in table.cmap and table.isUnicode():
            table.cmap[0x2011] = table.cmap[ord("-")]


def main(originals):
    for cut in ["Regular", "SemiBold", "ExtraBold"]:
        font = TTFont(originals / f"AtkinsonHyperlegibleNext-{cut}.ttf")
        glyph = open_zero(font)
        font["glyf"]["zero.tf"] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"]["zero.tf"] = (font["hmtx"]["zero.tf"][0], glyph.xMin)
        for table in font["cmap"].tables:
            for offset, digit in enumerate(DIGITS):
                if ord("0") + offset in table.cmap:
                    table.cmap[ord("0") + offset] = f"{digit}.tf"
        hold_hyphen(font)
        for record in font["name"].names:
            # Only the names that programs look a face up by; copyright and licence stay as they are.
            if record.nameID in (1, 3, 4, 6, 16):
                plain = str(record).replace("Atkinson Hyperlegible Next", FAMILY)
                record.string = plain.replace("AtkinsonHyperlegibleNext", FAMILY.replace(" ", ""))
        font.save(f"AntreSans-{cut}.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
