"""Writes eight JPEGs of 12 megapixels into a folder: python3 make.py DIR

Gradients of random colours with the noise of a sensor, 3 to 5 MB each, as phones make them: quality
90, every second one with halved colours (4:2:0), the others without.
"""

import random
import sys
from pathlib import Path

from PIL import Image

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for number in range(8):
    draw = random.Random(number)
    small = Image.new("RGB", (80, 60))
    small.putdata([tuple(draw.randrange(256) for _ in range(3)) for _ in range(80 * 60)])
    noise = Image.effect_noise((4000, 3000), 22).convert("RGB")
    photo = Image.blend(small.resize((4000, 3000), Image.BICUBIC), noise, 0.25)
    photo.save(folder / f"{number}.jpg", quality=90, subsampling=2 if number % 2 == 0 else 0)
