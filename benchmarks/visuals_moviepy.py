"""The spectrum scene as a MoviePy script: glow, mirrored bars, caps and a title, frame by frame.

Written the way its documentation shows it: a `VideoClip` with a `make_frame` that draws with NumPy
and Pillow, audio attached, `write_videofile` with its defaults. Used by visuals.py.
"""

import sys
import wave
from itertools import pairwise

import numpy as np
from moviepy import AudioFileClip, VideoClip
from PIL import Image, ImageDraw, ImageFilter, ImageFont

path, target = sys.argv[1:3]
with wave.open(path) as file:
    rate = file.getframerate()
    sound = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
seconds, width, height, count = len(sound) / rate, 1920, 1080, 64
font = ImageFont.load_default(66)
rows = np.linspace(0, 1, height)[:, None, None]
ground = (
    np.array([24, 8, 44]) + (np.array([84, 14, 84]) - np.array([24, 8, 44])) * rows
) * np.ones((1, width, 1))
edges = np.geomspace(45, 10000, count // 2 + 1) / rate * 2048
held = np.zeros(count // 2)


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
    image = Image.fromarray(ground.astype(np.uint8))
    light = Image.new("L", (width, height))
    ImageDraw.Draw(light).ellipse((360, 400, 1560, 980), fill=int(60 + 90 * held[:4].mean()))
    light = light.filter(ImageFilter.GaussianBlur(60))
    image.paste((255, 84, 140), mask=light)
    draw = ImageDraw.Draw(image)
    for n, tall in enumerate(heights):
        x, high = 160 + n * 25, int(tall * 460) + 6
        draw.rectangle((x, 690 - high, x + 16, 690), fill=(255, 150, 100))
        draw.rectangle((x, 694, x + 16, 694 + high // 4), fill=(120, 40, 90))
        draw.rectangle((x, 680 - high, x + 16, 684 - high), fill=(255, 196, 84))
    draw.text((110, 880), "Night Drive", font=font, fill=(255, 196, 84))
    return np.asarray(image)


clip = VideoClip(make_frame, duration=seconds).with_audio(AudioFileClip(path))
clip.write_videofile(target, fps=30, logger=None)
