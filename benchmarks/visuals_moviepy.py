"""The spectrum scene as a MoviePy script: what ours shows, frame by frame, drawn with Pillow.

Written the way its documentation shows it, by somebody who cares: a `VideoClip` with a
`make_frame`, what stays the same made once, soft light drawn and blurred at a quarter of the size,
audio attached, `write_videofile`. A third argument is x264's preset; medium is its default, and
about the quality of ours. With `plain` as a fourth, what makes a picture of it is left out: the
haze around the bars, their image in the water, the shade behind the words, and the grain without
which the ground is seen in steps. Used by visuals.py.
"""

import sys
import wave
from itertools import pairwise

import numpy as np
from moviepy import AudioFileClip, VideoClip
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

path, target, *more = sys.argv[1:]
preset, plain = (more or ["medium"])[0], "plain" in more[1:]
with wave.open(path) as file:
    rate = file.getframerate()
    sound = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
seconds, width, height, count, horizon = len(sound) / rate, 1920, 1080, 64, 690
small = (width // 4, height // 4)
gold, warm, pink = (255, 196, 84), (255, 150, 100), (255, 84, 140)
rows = np.linspace(0, 1, height)[:, None, None]
shade = np.array([24, 8, 44]) + (np.array([84, 14, 84]) - np.array([24, 8, 44])) * rows
shade = shade * np.ones((1, width, 1))
if not plain:
    grain = np.random.default_rng(1).normal(0, 1.1, small[::-1]).astype(np.float32)
    shade += np.asarray(Image.fromarray(grain).resize((width, height), Image.BILINEAR))[..., None]
ground = Image.fromarray(np.clip(shade, 0, 255).astype(np.uint8))
edges = np.geomspace(45, 10000, count // 2 + 1) / rate * 2048
held = np.zeros(count // 2)
deep = 168  # rows of water that show what is above
fading = np.linspace(1, 0, deep)[:, None] ** 1.6 * 0.34 * 255 * np.ones((1, width))
mirror = Image.fromarray(fading.astype(np.uint8))
words = Image.new("RGB", (700, 170))
letters, behind = Image.new("L", words.size), Image.new("L", words.size)
lines = (("Night Drive", 66, 20, gold), ("The Fields", 39, 108, warm))
for text, size, top, colour in lines:
    font = ImageFont.load_default(size)
    ImageDraw.Draw(words).rectangle((0, top - 4, 700, top + size + 12), fill=colour)
    for layer in (letters, behind):
        ImageDraw.Draw(layer).text((20, top), text, font=font, fill=255)
behind = behind.filter(ImageFilter.GaussianBlur(7)).point(lambda value: value // 2)


def soft_light(heights):
    """Glow and haze as one mask, at a quarter of the size."""
    light = Image.new("L", small)
    draw = ImageDraw.Draw(light)
    draw.ellipse((90, 100, 390, 245), fill=int(60 + 90 * held[:4].mean()))
    if plain:
        return light.filter(ImageFilter.GaussianBlur(15))
    glow = light.filter(ImageFilter.GaussianBlur(15))
    mist = Image.new("L", small)
    tops = [(44 + n * 6.3, horizon / 4 - tall * 115 * 1.3) for n, tall in enumerate(heights)]
    feet = [(x, horizon / 2 - y) for x, y in reversed(tops)]
    ImageDraw.Draw(mist).polygon([*tops, *feet], fill=84)
    return ImageChops.lighter(glow, mist.filter(ImageFilter.BoxBlur(12)))


def make_frame(t):
    global held
    start = int(t * rate)
    block = np.zeros(2048)
    part = sound[start : start + 2048]
    block[: len(part)] = part
    power = np.abs(np.fft.rfft(block * np.hanning(2048)))
    level = np.array([power[int(a) : int(b) + 1].mean() for a, b in pairwise(edges)])
    level = np.clip(np.log10(level + 1e-3) / 2 + 0.3, 0, 1)
    held = np.maximum(level, held * 0.8)
    heights = np.concatenate([held[::-1], held])
    image = ground.copy()
    image.paste(pink, mask=soft_light(heights).resize((width, height), Image.BILINEAR))
    draw = ImageDraw.Draw(image)
    for n, tall in enumerate(heights):
        x, high = 160 + n * 25, int(tall * 460) + 6
        draw.rectangle((x, horizon - high, x + 16, horizon), fill=warm)
        draw.rectangle((x, horizon - 10 - high, x + 16, horizon - 6 - high), fill=gold)
        if plain:
            draw.rectangle((x, horizon + 4, x + 16, horizon + 4 + high // 4), fill=(120, 40, 90))
    if not plain:
        above = image.crop((0, horizon - deep, width, horizon)).transpose(Image.FLIP_TOP_BOTTOM)
        image.paste(above, (0, horizon), mask=mirror)
        image.paste((0, 0, 0), (90, 860, 790, 1030), mask=behind)
    image.paste(words, (90, 860), mask=letters)
    return np.asarray(image)


clip = VideoClip(make_frame, duration=seconds).with_audio(AudioFileClip(path))
clip.write_videofile(target, fps=30, logger=None, preset=preset)
