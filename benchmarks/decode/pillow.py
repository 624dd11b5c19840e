"""Seconds that Pillow takes: python3 pillow.py DIR COUNT PROCESSES"""

import sys
import time
from multiprocessing import Pool
from pathlib import Path

from PIL import Image


def decode(path):
    image = Image.open(path)
    image.draft("RGB", (224, 224))
    return image.convert("RGB").resize((224, 224), Image.BILINEAR).tobytes()[0]


if __name__ == "__main__":
    paths = sorted(Path(sys.argv[1]).glob("*.jpg"))
    work = [paths[i % len(paths)] for i in range(int(sys.argv[2]))]
    with Pool(int(sys.argv[3])) as pool:
        pool.map(decode, paths)
        start = time.perf_counter()
        pool.map(decode, work, chunksize=4)
        print(time.perf_counter() - start)
