"""Makes the golden cases of the augmentations beside this file.

Run with Debian 12's packages python3-torchvision (0.14.1) and python3-numpy:

    apt-get install python3-torchvision
    /usr/bin/python3 make.py

All results are torchvision's own, for tensors of unsigned bytes. Every case is made anew; seeds are
fixed, so that a second run writes the same files.
"""

import json
import pathlib
import shutil

import numpy
import torch
import torchvision
import torchvision.transforms.functional as F
from torchvision.transforms import InterpolationMode, RandAugment, RandomErasing, TrivialAugmentWide
from torchvision.transforms import RandomResizedCrop
from torchvision.transforms.autoaugment import _apply_op

HERE = pathlib.Path(__file__).resolve().parent
torch.set_num_threads(1)


def images():
    """Noise, a smooth picture, one with equal channels in part, black and white only, tiny, gray."""
    random = numpy.random.default_rng(23)
    y, x = numpy.mgrid[0:32, 0:32]
    smooth = numpy.stack([
        110 + 70 * numpy.sin(x / 5.0 + c) * numpy.cos(y / (4.0 + c)) + random.normal(0, 4, (32, 32))
        for c in range(3)])
    flat = random.integers(90, 130, (3, 9, 8))
    flat[1] = 77
    flat[:, 3] = 100
    return {
        "noise": random.integers(0, 256, (3, 17, 13)),
        "smooth": smooth.clip(0, 255),
        "flat": flat,
        "binary": 255 * random.integers(0, 2, (3, 11, 14)),
        "tiny": random.integers(0, 256, (3, 2, 3)),
        "gray": random.integers(20, 200, (1, 10, 7)),
    }


IMAGES = {name: torch.from_numpy(value.astype(numpy.uint8)) for name, value in images().items()}
COLOURS = [name for name, image in IMAGES.items() if image.shape[0] == 3]
ALL = list(IMAGES)


def write(case, title, params, arrays, tolerance):
    folder = HERE / case
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files = {}
    for name, array in arrays.items():
        array = numpy.ascontiguousarray(array)
        numpy.save(folder / (name + ".npy"), array)
        files[name] = {"dtype": array.dtype.str, "shape": list(array.shape)}
    content = {
        "case": "augment/" + case,
        "title": title,
        "params": params,
        "files": files,
        "tolerance": {name: tolerance for name in arrays},
        "made_with": {
            "torch": torch.__version__,
            "torchvision": torchvision.__version__,
            "numpy": numpy.__version__,
        },
    }
    (folder / "case.json").write_text(json.dumps(content, indent=1) + "\n")


def text(value):
    return ",".join(map(text, value)) if isinstance(value, list) else "%g" % value


def operation(name, function, names=COLOURS, tolerance=0, **params):
    suffix = "".join("-" + text(value).replace(",", "x") for value in params.values())
    results = {image: function(IMAGES[image]).numpy() for image in names}
    write("operation/" + name + suffix,
          "torchvision's %s of the images in augment/images, named alike" % name,
          dict(operation=name, images=names, **params), results, tolerance)


def point_operations():
    for factor in [0.0, 0.3, 1.0, 1.37, 3.0]:
        operation("brightness", lambda i: F.adjust_brightness(i, factor), ALL, factor=factor)
        operation("contrast", lambda i: F.adjust_contrast(i, factor), ALL, factor=factor)
        operation("saturation", lambda i: F.adjust_saturation(i, factor), factor=factor)
        operation("sharpness", lambda i: F.adjust_sharpness(i, factor), ALL, factor=factor)
    for shift in [-0.5, -0.07, 0.0, 0.1, 0.5]:
        operation("hue", lambda i: F.adjust_hue(i, shift), shift=shift)
    operation("grayscale", lambda i: F.rgb_to_grayscale(i, 3))
    for bits in [0, 1, 3, 4, 7, 8]:
        operation("posterize", lambda i: F.posterize(i, bits), ALL, bits=bits)
    for threshold in [0.0, 76.5, 128.0, 255.0]:
        operation("solarize", lambda i: F.solarize(i, threshold), ALL, threshold=threshold)
    operation("autocontrast", F.autocontrast, ALL)
    operation("equalize", F.equalize, ALL)


def blurs():
    for radius, sigma in [(1, 0.1), (1, 2.0), (2, 0.7), (4, 1.3), (6, 50.0)]:
        names = [name for name in ALL if min(IMAGES[name].shape[1:]) > radius]
        operation("blur", lambda i: F.gaussian_blur(i, 2 * radius + 1, sigma), names, 0,
                  radius=radius, sigma=sigma)


def crops():
    # One level: the weights are summed in another order, which can turn a half around.
    for area, size in [([2, 1, 7, 5], [17, 13]), ([0, 0, 17, 13], [8, 9]), ([3, 2, 11, 10], [24, 24]),
                       ([16, 12, 1, 1], [4, 3]), ([4, 0, 9, 13], [9, 13]), ([0, 3, 17, 2], [5, 7])]:
        operation("resized-crop",
                  lambda i: F.resized_crop(i, *area, size, InterpolationMode.BILINEAR, True),
                  ["noise"], 1, area=area, size=size)
    for area, size in [([0, 0, 32, 32], [32, 32]), ([5, 3, 20, 26], [32, 32]), ([1, 2, 31, 29], [7, 5])]:
        operation("resized-crop",
                  lambda i: F.resized_crop(i, *area, size, InterpolationMode.BILINEAR, True),
                  ["smooth"], 1, area=area, size=size)


def automatic():
    """Each operation of the two lists at some strengths, both signs; and the tables of strengths."""
    for policy, space in [("randaugment", lambda shape: RandAugment()._augmentation_space(31, shape)),
                          ("trivial", lambda shape: TrivialAugmentWide()._augmentation_space(31))]:
        for height, width in [(17, 13), (32, 32), (160, 96)]:
            rows = [values.double().numpy() if values.ndim else numpy.zeros(31)
                    for values, _ in space((height, width)).values()]
            signed = [sign for _, sign in space((height, width)).values()]
            # The last bit of torch.linspace depends on the processor's vectors; 8e-6 is one of 100.
            write("magnitudes/%s-%dx%d" % (policy, height, width),
                  "strengths of the operations in torchvision's order, [14, 31]",
                  dict(policy=policy, height=height, width=width, signed=signed,
                       operations=list(space((height, width)))),
                  dict(magnitudes=numpy.stack(rows)), 8e-6)
        for index, name in enumerate(space((32, 32))):
            signs = [1, -1] if space((32, 32))[name][1] else [1]
            strengths = [[place, sign] for place in [1, 9, 16, 30] for sign in signs]
            results = {}
            for image in ["noise", "smooth", "flat"]:
                values, _ = space(tuple(IMAGES[image].shape[1:]))[name]
                results[image] = numpy.stack([
                    _apply_op(IMAGES[image], name,
                              sign * float(values[place].item() if values.ndim else 0.0),
                              InterpolationMode.NEAREST, None).numpy()
                    for place, sign in strengths])
            write("automatic/%s-%s" % (policy, name.lower()),
                  "torchvision's _apply_op with each [bin, sign] of the images in augment/images, "
                  "named alike; [strengths, C, H, W]",
                  dict(policy=policy, operation=index, name=name, strengths=strengths,
                       images=list(results)), results, 0)
    for degrees in [45.0, 90.0, 180.0, -33.3]:
        operation("rotate", lambda i: F.rotate(i, degrees), ALL, degrees=degrees)


def rectangles():
    """get_params of ranges with one share and one ratio: sides are fixed, places are random."""
    torch.manual_seed(5)
    rows = []
    for height, width in [(17, 13), (32, 32), (224, 160), (1, 9), (64, 500)]:
        image = torch.zeros(3, height, width)
        for share in [0.02, 0.08, 0.25, 0.33, 0.5, 0.9, 1.0]:
            for ratio in [0.3, 0.75, 1.0, 1.1, 4 / 3, 3.3]:
                _, _, h, w = RandomResizedCrop.get_params(image, [share, share], [ratio, ratio])
                _, _, eh, ew, _ = RandomErasing.get_params(
                    image, (share, share), (ratio, ratio), [0.0])
                erased = [0, 0] if (eh, ew) == (height, width) else [eh, ew]
                rows.append([height, width, share, ratio, h, w] + erased)
    write("rectangles",
          "[rows, 8]: height and width of an image, share and ratio, height and width of the random "
          "resized crop, height and width of random erasing (0 where nothing is erased)",
          {}, dict(rows=numpy.array(rows, dtype=numpy.float64)), 0)


def main():
    write("images", "what the operations are applied to, [C, H, W]", dict(names=ALL),
          {name: image.numpy() for name, image in IMAGES.items()}, 0)
    point_operations()
    blurs()
    crops()
    automatic()
    rectangles()


main()
