"""Writes the pictures of ImageKindsTest and, beside each, the pixels that Pillow shows of it.

    python3 generate.py CASES

writes into the folder of this script: NAME.EXT, NAME.EXT.right.png (RGB, upright, in sRGB, laid on
black) and kinds.csv (file, largest difference that is allowed, why). CASES is a folder with files
from public fault reports; they are copied. Written with Pillow 9.4 (Debian's python3-pil), whose
libjpeg-turbo is 2.1.5 and whose LittleCMS is 2.14.

What Pillow cannot write (PNG of every depth, PSD, PNM, odd JPEG markers) is put together here.
"""

import csv
import io
import struct
import sys
import zlib
from pathlib import Path

from PIL import Image, ImageChops, ImageCms, ImageOps

HERE = Path(__file__).parent
WIDTH, HEIGHT = 26, 19

EXACT = (0, "lossless")
DEEP = (1, "16 bits to 8: Pillow cuts, we round")
ALPHA = (1, "alpha: Pillow rounds once more")
PROFILE = (3, "two versions of LittleCMS")
JPEG = (2, "rounding of YCbCr and IDCT")
INK_PROFILE = (12, "a profile by a table: the JDK and Pillow take its black differently")
JPEG_PROFILE = (5, "JPEG's rounding, then a profile that stretches it")
WEBP = (3, "two decoders round YCbCr differently")

kinds = {}


def content(width=WIDTH, height=HEIGHT):
    """Gradients with one corner of its own, so that no turn of it looks the same."""
    image = Image.new("RGB", (width, height))
    for y in range(height):
        for x in range(width):
            colour = (20 + 200 * x // width, 230 - 200 * y // height, 40 + 180 * (x + y) // (width + height))
            image.putpixel((x, y), (250, 240, 10) if x < 6 and y < 4 else colour)
    return image


def alpha(width=WIDTH, height=HEIGHT):
    image = Image.new("L", (width, height))
    image.putdata([255 * (x // 2 % 5) // 4 for y in range(height) for x in range(width)])
    return image


def on_black(image):
    if image.mode in ("P", "L", "RGB", "1") and "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode in ("LA", "RGBA", "PA", "La"):
        image = image.convert("RGBA")
        return ImageChops.multiply(image.convert("RGB"), Image.merge("RGB", [image.getchannel("A")] * 3))
    return image.convert("RGB")


def in_srgb(image):
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if source.profile.xcolor_space.strip() != {"L": "GRAY", "CMYK": "CMYK"}.get(image.mode, "RGB"):
        return image
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    plain = image if image.mode in ("L", "CMYK") else image.convert("RGB")
    # The transform of lcms itself: ImageCms in Pillow refuses gray to RGB.
    mode = plain.mode
    transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    shown = ImageCms.applyTransform(plain, transform)
    if alpha:
        shown.putalpha(alpha)
    return shown


def shown(data):
    image = Image.open(io.BytesIO(data))
    if image.format == "TIFF":
        image.load()  # turns it
    else:
        image = ImageOps.exif_transpose(image)
    return on_black(in_srgb(image))


def add(name, data, allowed, right=None):
    """One case; its right pixels are Pillow's unless they are given."""
    if isinstance(data, Image.Image):
        raise TypeError(name)
    assert name not in kinds, name
    kinds[name] = allowed
    (HERE / name).write_bytes(data)
    (right or shown(data)).convert("RGB").save(HERE / (name + ".right.png"), optimize=True)


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags.tobytes()


# ICC profiles -----------------------------------------------------------------------------------


def profile(space, tags, kind=b"mntr", pcs=b"XYZ "):
    """A profile of version 2 with these tags."""
    at = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, value in tags:
        value += b"\0" * (-len(value) % 4)
        table += struct.pack(">4sII", name, at + len(body), len(value))
        body += value
    header = struct.pack(">I4sI4s4s4s", at + len(body), b"lcms", 0x02400000, kind, space, pcs)
    header += struct.pack(">6H4sI", 2020, 1, 1, 0, 0, 0, b"acsp", 0) + b"\0" * 24
    header += struct.pack(">3I", 0x0000F6D6, 0x00010000, 0x0000D32D)
    return header.ljust(128, b"\0") + table + body


def text(value):
    value = value.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(value)) + value + b"\0" * 78


WHITE = (b"wtpt", b"XYZ \0\0\0\0" + struct.pack(">3I", 0x0000F6D6, 0x00010000, 0x0000D32D))


def gray_profile(gamma):
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    return profile(b"GRAY", [(b"desc", text("gray")), (b"cprt", b"text\0\0\0\0none\0"), WHITE, (b"kTRC", curve)])


def ink_profile():
    """CMYK by a table of its 16 corners, in Lab: what printers' profiles are, but small."""
    table = b""
    for corner in range(16):
        c, m, y, k = (corner >> 3 & 1, corner >> 2 & 1, corner >> 1 & 1, corner & 1)
        lightness = max(5, 96 - 35 * c - 45 * m - 8 * y - 75 * k)
        a = 128 + (0 if k else -30 * c + 60 * m - 5 * y)
        b = 128 + (0 if k else -40 * c - 5 * m + 70 * y)
        table += bytes([lightness * 255 // 100, a, b])
    line = bytes(range(256))
    unit = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    lut = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + unit + line * 4 + table + line * 3
    return profile(
        b"CMYK",
        [(b"desc", text("ink")), (b"cprt", b"text\0\0\0\0none\0"), WHITE, (b"A2B0", lut)],
        kind=b"prtr",
        pcs=b"Lab ",
    )


# JPEG -------------------------------------------------------------------------------------------


def without(data, markers):
    out, at = bytearray(data[:2]), 2
    while data[at + 1] != 0xDA:
        length = 2 + (data[at + 2] << 8 | data[at + 3])
        if data[at + 1] not in markers:
            out += data[at : at + length]
        at += length
    return bytes(out + data[at:])


def with_ids(data, new):
    """The same with other component identifiers, in the frame and in its scans."""
    data, at, old = bytearray(data), 2, []
    while True:
        length, marker = 2 + (data[at + 2] << 8 | data[at + 3]), data[at + 1]
        if marker in (0xC0, 0xC1, 0xC2):
            for i in range(data[at + 9]):
                old.append(data[at + 10 + 3 * i])
                data[at + 10 + 3 * i] = new[i]
        if marker == 0xDA:
            for i in range(data[at + 4]):
                data[at + 5 + 2 * i] = new[old.index(data[at + 5 + 2 * i])]
            return bytes(data)
        at += length


JFIF = bytes.fromhex("ffe000104a46494600010100000100010000")


def adobe(transform):
    return b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + bytes([transform])


def jpegs(p3, swap):
    image = content()
    gray = image.convert("L")
    for name, sampling in (("444", 0), ("422", 1), ("420", 2)):
        add(f"jpeg-{name}.jpg", saved(image, "JPEG", quality=92, subsampling=sampling), JPEG)
        add(f"jpeg-{name}-progressive.jpg", saved(image, "JPEG", quality=92, subsampling=sampling, progressive=True), JPEG)
    add("jpeg-gray.jpg", saved(gray, "JPEG", quality=92), JPEG)
    add("jpeg-gray-progressive.jpg", saved(gray, "JPEG", quality=92, progressive=True), JPEG)
    add("jpeg-1x1.jpg", saved(image.crop((0, 0, 1, 1)), "JPEG"), JPEG)
    for turn in range(1, 9):
        add(f"jpeg-exif{turn}.jpg", saved(image, "JPEG", quality=92, exif=exif(turn)), JPEG)
    add("jpeg-gray-exif6.jpg", saved(gray, "JPEG", quality=92, exif=exif(6)), JPEG)
    add("jpeg-p3.jpg", saved(image, "JPEG", quality=92, icc_profile=p3), JPEG_PROFILE)
    add("jpeg-swap.jpg", saved(image, "JPEG", quality=92, icc_profile=swap), JPEG_PROFILE)
    add("jpeg-p3-exif8.jpg", saved(image, "JPEG", quality=92, icc_profile=p3, exif=exif(8)), JPEG_PROFILE)
    add("jpeg-gray-profile.jpg", saved(gray, "JPEG", quality=92, icc_profile=gray_profile(1.4)), JPEG_PROFILE)
    add("jpeg-gray-with-rgb-profile.jpg", saved(gray, "JPEG", quality=92, icc_profile=swap), JPEG)
    add("jpeg-rgb-with-gray-profile.jpg", saved(image, "JPEG", quality=92, icc_profile=gray_profile(1.4)), JPEG)
    odd_jpegs(image)


def odd_jpegs(image):
    plain = without(saved(image, "JPEG", quality=92, subsampling=0), (0xE0, 0xEE))
    for jfif in (False, True):
        for transform in (None, 0, 1, 2):
            for name, ids in (("123", (1, 2, 3)), ("012", (0, 1, 2)), ("RGB", (82, 71, 66))):
                data = with_ids(plain, ids)
                data = data if transform is None else data[:2] + adobe(transform) + data[2:]
                data = data[:2] + JFIF + data[2:] if jfif else data
                label = "none" if transform is None else transform
                add(f"jpeg-ids{name}-{'jfif' if jfif else 'bare'}-adobe{label}.jpg", data, JPEG)
    red, green, blue = image.split()
    ink = Image.merge("CMYK", [red, green, blue, green.point(lambda value: value // 2)])
    plain = without(saved(ink, "JPEG", quality=92, subsampling=0), (0xE0, 0xEE))
    for transform in (None, 0, 1, 2):
        data = plain if transform is None else plain[:2] + adobe(transform) + plain[2:]
        add(f"jpeg-cmyk-adobe{'none' if transform is None else transform}.jpg", data, JPEG)
    add("jpeg-cmyk-420.jpg", saved(ink, "JPEG", quality=92, subsampling=2), JPEG)
    add("jpeg-cmyk-exif3.jpg", saved(ink, "JPEG", quality=92, exif=exif(3)), JPEG)
    data = saved(ink, "JPEG", quality=95, icc_profile=ink_profile())
    # Pillow turns Adobe's ink round while it decodes, as the profile wants it.
    add("jpeg-cmyk-profile.jpg", data, INK_PROFILE)


# PNG --------------------------------------------------------------------------------------------

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def packed(samples, bits):
    value = "".join(format(sample, f"0{bits}b") for sample in samples)
    value += "0" * (-len(value) % 8)
    return bytes(int(value[i : i + 8], 2) for i in range(0, len(value), 8))


def png(pixels, width, height, bits, colour, extra=(), interlaced=False):
    """pixels[y][x] is a tuple of samples."""
    raw = b""
    for x0, y0, dx, dy in PASSES if interlaced else ((0, 0, 1, 1),):
        for y in range(y0, height, dy):
            row = [sample for x in range(x0, width, dx) for sample in pixels[y][x]]
            raw += b"\0" + packed(row, bits) if row else b""
    header = struct.pack(">2I5B", width, height, bits, colour, 0, 0, int(interlaced))
    body = b"".join(chunk(*item) for item in extra)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")


def grid(sample, width=WIDTH, height=HEIGHT):
    return [[sample(x, y) for x in range(width)] for y in range(height)]


def drawn(pixels, to_rgb):
    image = Image.new("RGB", (len(pixels[0]), len(pixels)))
    image.putdata([to_rgb(value) for row in pixels for value in row])
    return image


def pngs(p3, swap):
    for bits in (1, 2, 4, 8, 16):
        top = (1 << bits) - 1
        pixels = grid(lambda x, y: ((x * 5 + y * 3) * (top // 7 or 1) % (top + 1),))
        gray = lambda value: (round(value[0] * 255 / top),) * 3
        key = pixels[2][3][0]
        keyed = lambda value: (0, 0, 0) if value[0] == key else gray(value)
        trns = (b"tRNS", struct.pack(">H", key))
        allowed = EXACT
        add(f"png-gray{bits}.png", png(pixels, WIDTH, HEIGHT, bits, 0), allowed, drawn(pixels, gray))
        add(f"png-gray{bits}-trns.png", png(pixels, WIDTH, HEIGHT, bits, 0, [trns]), allowed, drawn(pixels, keyed))
        add(f"png-gray{bits}-interlaced.png", png(pixels, WIDTH, HEIGHT, bits, 0, interlaced=True), allowed, drawn(pixels, gray))
    for bits in (8, 16):
        scale = 1 if bits == 8 else 257
        image = content()
        opaque = grid(lambda x, y: tuple(scale * v for v in image.getpixel((x, y))))
        clear = alpha()
        with_alpha = grid(lambda x, y: opaque[y][x] + (scale * clear.getpixel((x, y)),))
        gray_alpha = grid(lambda x, y: (opaque[y][x][0], scale * clear.getpixel((x, y))))
        key = struct.pack(">3H", *opaque[9][9])
        allowed = EXACT if bits == 8 else DEEP
        add(f"png-rgb{bits}.png", png(opaque, WIDTH, HEIGHT, bits, 2), allowed)
        add(f"png-rgb{bits}-interlaced.png", png(opaque, WIDTH, HEIGHT, bits, 2, interlaced=True), allowed)
        right = drawn(opaque, lambda v: (0, 0, 0) if v == opaque[9][9] else tuple(c // scale for c in v))
        add(f"png-rgb{bits}-trns.png", png(opaque, WIDTH, HEIGHT, bits, 2, [(b"tRNS", key)]), allowed, right)
        add(f"png-rgba{bits}.png", png(with_alpha, WIDTH, HEIGHT, bits, 6), ALPHA)
        add(f"png-rgba{bits}-interlaced.png", png(with_alpha, WIDTH, HEIGHT, bits, 6, interlaced=True), ALPHA)
        add(f"png-gray-alpha{bits}.png", png(gray_alpha, WIDTH, HEIGHT, bits, 4), ALPHA,
            drawn(gray_alpha, lambda v: (round(v[0] * v[1] / scale / scale / 255),) * 3))
    palettes()
    image = content()
    for turn in range(1, 9):
        add(f"png-exif{turn}.png", saved(image, "PNG", exif=exif(turn)), EXACT)
    add("png-p3.png", saved(image, "PNG", icc_profile=p3), PROFILE)
    add("png-swap.png", saved(image, "PNG", icc_profile=swap), PROFILE)
    add("png-p3-exif5.png", saved(image, "PNG", icc_profile=p3, exif=exif(5)), PROFILE)
    rgba = image.copy()
    rgba.putalpha(alpha())
    add("png-rgba-p3.png", saved(rgba, "PNG", icc_profile=p3), PROFILE)
    add("png-palette-p3.png", saved(image.quantize(16), "PNG", icc_profile=p3), PROFILE)
    add("png-gray-profile.png", saved(image.convert("L"), "PNG", icc_profile=gray_profile(1.4)), PROFILE)
    frames = [image, image.rotate(180)]
    add("png-animation.png", saved(frames[0], "PNG", save_all=True, append_images=frames[1:]), EXACT)


def palettes():
    for bits in (1, 2, 4, 8):
        count = 1 << bits
        table = [(i * 37 % 256, 255 - i * 11 % 256, i * 91 % 256) for i in range(count)]
        pixels = grid(lambda x, y: ((x * 3 + y * 5) % count,))
        colours = (b"PLTE", bytes(v for colour in table for v in colour))
        clear = (b"tRNS", bytes([0, 128][: min(2, count)]))
        add(f"png-palette{bits}.png", png(pixels, WIDTH, HEIGHT, bits, 3, [colours]), EXACT)
        add(f"png-palette{bits}-alpha.png", png(pixels, WIDTH, HEIGHT, bits, 3, [colours, clear]), ALPHA)


# GIF --------------------------------------------------------------------------------------------


def gifs():
    image = content().quantize(32)
    add("gif.gif", saved(image, "GIF", interlace=0), EXACT)
    for rows in (1, 2, 3, 4, 5, 8, 19):
        part = image.crop((0, 0, WIDTH, rows))
        add(f"gif-interlaced{rows}.gif", saved(part, "GIF", interlace=1), EXACT)
    add("gif-gray.gif", saved(content().convert("L"), "GIF"), EXACT)
    add("gif-transparent.gif", saved(image, "GIF", transparency=image.getpixel((9, 9))), EXACT)
    add("gif-animation.gif", saved(content(), "GIF", save_all=True, append_images=[content().rotate(180)], duration=50), EXACT)
    for name, transparent in (("gif-offset-colour", False), ("gif-offset-transparent", True)):
        for interlaced in (False, True):
            data = offset_gif(image, transparent, interlaced)
            add(f"{name}{'-interlaced' if interlaced else ''}.gif", data, EXACT)


def offset_gif(image, transparent, interlaced):
    """The same frame at (5, 3) of a canvas of 40 x 30."""
    options = {"transparency": image.getpixel((9, 9))} if transparent else {}
    data = bytearray(saved(image, "GIF", interlace=int(interlaced), **options))
    struct.pack_into("<HH", data, 6, 40, 30)
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while data[at] == 0x21:
        at += 2
        while data[at]:
            at += data[at] + 1
        at += 1
    assert data[at] == 0x2C
    struct.pack_into("<HH", data, at + 1, 5, 3)
    return bytes(data)


# The others -------------------------------------------------------------------------------------


def bitmaps():
    image = content()
    rgba = image.copy()
    rgba.putalpha(alpha())
    add("bmp-1.bmp", saved(image.convert("1"), "BMP"), EXACT)
    add("bmp-8-gray.bmp", saved(image.convert("L"), "BMP"), EXACT)
    add("bmp-8-palette.bmp", saved(image.quantize(64), "BMP"), EXACT)
    add("bmp-24.bmp", saved(image, "BMP"), EXACT)
    pixels = [[image.getpixel((x, y)) for x in range(WIDTH)] for y in range(HEIGHT)]
    add("bmp-24-top-down.bmp", bmp(24, -HEIGHT, b"".join(b"".join(bytes(p[::-1]) for p in row) + b"\0" * (-3 * WIDTH % 4) for row in pixels)), EXACT)
    five = b""
    for row in pixels[::-1]:
        line = b"".join(struct.pack("<H", p[0] >> 3 << 10 | p[1] >> 3 << 5 | p[2] >> 3) for p in row)
        five += line + b"\0" * (-len(line) % 4)
    add("bmp-16.bmp", bmp(16, HEIGHT, five), (4, "5 bits to 8: two ways"))
    index = image.quantize(16)
    table = index.getpalette()[:48]
    colours = b"".join(bytes([table[3 * i + 2], table[3 * i + 1], table[3 * i], 0]) for i in range(16))
    runs = b""
    for y in range(HEIGHT - 1, -1, -1):
        for x in range(WIDTH):
            runs += bytes([1, index.getpixel((x, y))])
        runs += b"\0\0"
    add("bmp-8-rle.bmp", bmp(8, HEIGHT, runs + b"\0\1", colours, 1), EXACT)
    for size in (16, 32, 48):
        square = content(size, size)
        square.putalpha(alpha(size, size))
        add(f"ico-png-{size}.ico", saved(square, "ICO", sizes=[(size, size)]), ALPHA)
    square = content(48, 48)
    square.putalpha(alpha(48, 48))
    add("ico-several.ico", saved(square, "ICO", sizes=[(16, 16), (48, 48), (32, 32)]), ALPHA)
    add("ico-bmp.ico", saved(square, "ICO", sizes=[(48, 48)], bitmap_format="bmp"), ALPHA)


def bmp(bits, height, data, table=b"", compression=0):
    start = 54 + len(table)
    return (
        struct.pack("<2sIHHI", b"BM", start + len(data), 0, 0, start)
        + struct.pack("<IiiHHIIiiII", 40, WIDTH, height, 1, bits, compression, len(data), 2835, 2835, len(table) // 4, 0)
        + table
        + data
    )


def webps(p3):
    image = content(40, 32)
    rgba = image.copy()
    rgba.putalpha(alpha(40, 32))
    add("webp-lossy.webp", saved(image, "WEBP", quality=90), WEBP)
    add("webp-lossy-alpha.webp", saved(rgba, "WEBP", quality=90), WEBP)
    add("webp-lossless.webp", saved(image, "WEBP", lossless=True), EXACT)
    add("webp-lossless-alpha.webp", saved(rgba, "WEBP", lossless=True, exact=True), ALPHA)
    add("webp-lossless-palette.webp", saved(image.quantize(6).convert("RGB"), "WEBP", lossless=True), EXACT)
    for turn in (3, 6):
        add(f"webp-exif{turn}.webp", saved(image, "WEBP", lossless=True, exif=exif(turn)), EXACT)
    add("webp-p3.webp", saved(image, "WEBP", lossless=True, icc_profile=p3), PROFILE)
    add("webp-lossy-p3.webp", saved(image, "WEBP", quality=90, icc_profile=p3), (7, "WebP's rounding, then a profile"))
    add("webp-animation.webp", saved(image, "WEBP", lossless=True, save_all=True, append_images=[image.rotate(180)]), EXACT)


def tiffs(p3):
    image = content()
    gray = image.convert("L")
    rgba = image.copy()
    rgba.putalpha(alpha())
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        add(f"tiff-rgb-{compression}.tif", saved(image, "TIFF", compression=compression), EXACT)
    add("tiff-rgb-jpeg.tif", saved(image, "TIFF", compression="jpeg", quality=92), JPEG)
    add("tiff-gray.tif", saved(gray, "TIFF"), EXACT)
    deep = Image.new("I;16", (WIDTH, HEIGHT))
    for y in range(HEIGHT):
        for x in range(WIDTH):
            deep.putpixel((x, y), gray.getpixel((x, y)) * 257)
    add("tiff-gray16.tif", saved(deep, "TIFF"), EXACT, gray)
    add("tiff-1.tif", saved(image.convert("1"), "TIFF"), EXACT)
    add("tiff-1-group4.tif", saved(image.convert("1"), "TIFF", compression="group4"), EXACT)
    add("tiff-palette.tif", saved(image.quantize(32), "TIFF"), EXACT)
    add("tiff-rgba.tif", saved(rgba, "TIFF"), ALPHA)
    red, green, blue = image.split()
    ink = Image.merge("CMYK", [red, green, blue, green.point(lambda value: value // 2)])
    add("tiff-cmyk.tif", saved(ink, "TIFF"), (1, "rounding"))
    add("tiff-cmyk-profile.tif", saved(ink, "TIFF", icc_profile=ink_profile()), INK_PROFILE)
    add("tiff-p3.tif", saved(image, "TIFF", icc_profile=p3), PROFILE)
    add("tiff-gray-profile.tif", saved(gray, "TIFF", icc_profile=gray_profile(1.4)), PROFILE)
    for turn in range(1, 9):
        add(f"tiff-orientation{turn}.tif", saved(image, "TIFF", tiffinfo={274: turn}), EXACT)
    add("tiff-pages.tif", saved(image, "TIFF", save_all=True, append_images=[image.rotate(180)]), EXACT)
    planes = b"".join(bytes(band.getdata()) for band in image.split())
    add("tiff-planar-big-endian.tif", planar(planes), EXACT, image)


def planar(planes):
    """RGB in three planes, big-endian."""
    size = WIDTH * HEIGHT
    bits, offsets, counts = 8 + 2 + 12 * 10 + 4, 8 + 2 + 12 * 10 + 10, 8 + 2 + 12 * 10 + 22
    data = counts + 12
    tags = [(256, 3, 1, WIDTH << 16), (257, 3, 1, HEIGHT << 16), (258, 3, 3, bits), (259, 3, 1, 1 << 16), (262, 3, 1, 2 << 16),
            (273, 4, 3, offsets), (277, 3, 1, 3 << 16), (278, 4, 1, HEIGHT), (279, 4, 3, counts), (284, 3, 1, 2 << 16)]
    body = b"MM\0*" + struct.pack(">IH", 8, 10) + b"".join(struct.pack(">HHII", *tag) for tag in tags) + b"\0\0\0\0"
    body += struct.pack(">3H", 8, 8, 8) + struct.pack(">3I", *(data + i * size for i in range(3))) + struct.pack(">3I", size, size, size)
    return body + planes


def netpbm():
    image = content()
    gray = image.convert("L")
    bits = image.convert("1")
    size = f"{WIDTH} {HEIGHT}\n"
    rows = lambda values: "\n".join(" ".join(map(str, values[i : i + 12])) for i in range(0, len(values), 12)) + "\n"
    flat = [v for pixel in image.getdata() for v in pixel]
    add("pnm-plain1.pbm", ("P1\n# a comment\n" + size + rows([0 if v else 1 for v in bits.getdata()])).encode(), EXACT, bits)
    add("pnm-plain2.pgm", ("P2\n" + size + "255\n" + rows(list(gray.getdata()))).encode(), EXACT, gray)
    add("pnm-plain3.ppm", ("P3\n" + size + "255\n" + rows(flat)).encode(), EXACT, image)
    add("pnm-p4.pbm", saved(bits, "PPM"), EXACT)
    add("pnm-p5.pgm", saved(gray, "PPM"), EXACT)
    add("pnm-p6.ppm", saved(image, "PPM"), EXACT)
    deep = b"".join(struct.pack(">H", 257 * v) for v in gray.getdata())
    add("pnm-p5-16.pgm", ("P5\n" + size + "65535\n").encode() + deep, EXACT, gray)
    rgba = image.copy()
    rgba.putalpha(alpha())
    header = f"P7\nWIDTH {WIDTH}\nHEIGHT {HEIGHT}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"
    add("pnm-p7.pam", header.encode() + rgba.tobytes(), ALPHA, on_black(rgba))


def photoshop():
    image = content()
    gray = image.convert("L")
    red, green, blue = image.split()
    ink = Image.merge("CMYK", [red, green, blue, green.point(lambda value: value // 2)])
    for packed_rows in (False, True):
        label = "-rle" if packed_rows else ""
        add(f"psd-rgb{label}.psd", psd(image.split(), 3, packed_rows), EXACT)
        add(f"psd-gray{label}.psd", psd([gray], 1, packed_rows), EXACT)
    add("psd-cmyk.psd", psd([ImageChops.invert(band) for band in ink.split()], 4, False), (1, "rounding"))


def psd(bands, mode, packed_rows):
    header = b"8BPS" + struct.pack(">H6xHIIHH", 1, len(bands), HEIGHT, WIDTH, 8, mode) + b"\0" * 12
    if not packed_rows:
        return header + b"\0\0" + b"".join(bytes(band.getdata()) for band in bands)
    rows = [bytes([WIDTH - 1]) + bytes(band.crop((0, y, WIDTH, y + 1)).getdata()) for band in bands for y in range(HEIGHT)]
    return header + b"\0\1" + b"".join(struct.pack(">H", len(row)) for row in rows) + b"".join(rows)


def reported(cases):
    """Files of fault reports, with the pixels that stand beside them."""
    for name, allowed in (("cmyk.jpg", JPEG), ("exif6.jpg", JPEG), ("offset.gif", EXACT), ("interlaced3.gif", EXACT), ("gray2trns.png", EXACT)):
        path = cases / name
        add("case-" + name, path.read_bytes(), allowed, Image.open(cases / (path.stem + "-right.png")))
    for name, allowed in (("icc-p3.jpg", JPEG_PROFILE), ("icc-p3.png", PROFILE), ("icc-swap.jpg", JPEG_PROFILE), ("icc-swap.png", PROFILE), ("base.jpg", JPEG)):
        add("case-" + name, (cases / name).read_bytes(), allowed)
    refused = HERE / "refused"
    refused.mkdir(exist_ok=True)
    for name in ("noeoi.jpg", "f32.tif", "i32.tif", "tall8m.png"):
        (refused / name).write_bytes((cases / name).read_bytes())
    brand = lambda name: struct.pack(">I4s4sI4s4s", 24, b"ftyp", name, 0, b"mif1", name) + b"\0" * 40
    (refused / "photo.heic").write_bytes(brand(b"heic"))
    (refused / "photo.avif").write_bytes(brand(b"avif"))


def main(cases):
    p3 = Image.open(cases / "icc-p3.png").info["icc_profile"]
    swap = Image.open(cases / "icc-swap.png").info["icc_profile"]
    jpegs(p3, swap)
    pngs(p3, swap)
    gifs()
    bitmaps()
    webps(p3)
    tiffs(p3)
    netpbm()
    photoshop()
    reported(cases)
    with open(HERE / "kinds.csv", "w", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["file", "allowed", "why"])
        rows.writerows([name, *allowed] for name, allowed in sorted(kinds.items()))
    print(len(kinds), "kinds")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
