"""Reads a picture with Pillow; run on its own, confined, as `python -I image_reader.py …`, since the file is hostile.

    image_reader.py FORMATS MOST_PIXELS KEPT_SIDE PATH

It answers with "WIDTH HEIGHT", the end of the line, and WIDTH x HEIGHT x 3 bytes, red, green, blue: turned upright, on white,
at most KEPT_SIDE on its longer side. It leaves with 3 when the file cannot be read, with 4 when it has too many pixels.
"""

import sys

from PIL import Image, ImageOps

UNREADABLE, TOO_LARGE = 3, 4


def main(formats: str, most_pixels: str, kept_side: str, path: str) -> None:
    """Do it; every refusal of Pillow's is exit code `UNREADABLE`."""
    try:
        with Image.open(path, formats=formats.split(",")) as image:
            if image.width * image.height > int(most_pixels):
                sys.exit(TOO_LARGE)
            picture = plain(image, side=int(kept_side))
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        sys.exit(UNREADABLE)
    sys.stdout.buffer.write(f"{picture.width} {picture.height}\n".encode())
    sys.stdout.buffer.write(picture.tobytes())


def plain(image: Image.Image, *, side: int) -> Image.Image:
    """Its first picture, as bare colours."""
    upright = ImageOps.exif_transpose(image)
    if "A" in upright.getbands() or "transparency" in upright.info:
        coloured = upright.convert("RGBA")
        ground = Image.new("RGBA", coloured.size, "white")
        upright = Image.alpha_composite(ground, coloured)
    picture = upright.convert("RGB")
    picture.thumbnail((side, side))
    return picture


if __name__ == "__main__":
    main(*sys.argv[1:])
