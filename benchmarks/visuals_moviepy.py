"""The spectrum scene as a MoviePy script: glow, mirrored bars, caps and a title, frame by frame.

Written the way its documentation shows it, by somebody who cares: a `VideoClip` with a `make_frame`
that draws with NumPy and Pillow, what stays the same made once, the glow blurred at a quarter of
the size, audio attached, `write_videofile`. A third argument is x264's preset; without one it
writes with its defaults, at about the quality of ours. Used by visuals.py.
"""

import sys
import wave
from itertools import pairwise

import numpy as np
from moviepy import AudioFileClip, VideoClip
from PIL import Image, ImageDraw, ImageFilter, ImageFont

path, target, *preset = sys.argv[1:4]
with wave.open(path) as file:
    rate = file.getframerate()
    sound = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
seconds, width, height, count = len(sound) / rate, 1920, 1080, 64
font = ImageFont.load_default(66)
rows = np.linspace(0, 1, height)[:, None, None]
shade = np.array([24, 8, 44]) + (np.array([84, 14, 84]) - np.array([24, 8, 44])) * rows
ground = Image.fromarray((shade * np.ones((1, width, 1))).astype(np.uint8))
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
    image = ground.copy()
    light = Image.new("L", (width // 4, height // 4))
    ImageDraw.Draw(light).ellipse((90, 100, 390, 245), fill=int(60 + 90 * held[:4].mean()))
    light = light.filter(ImageFilter.GaussianBlur(15)).resize((width, height), Image.BILINEAR)
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
clip.write_videofile(target, fps=30, logger=None, preset=(preset or ["medium"])[0])
