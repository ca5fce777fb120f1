"""What each sign of `levels` says for a reading: for any, and more for threes, for beats in three
parts and for fives. Fitted by `benchmarks/tempo.py` on songs that it makes itself."""

from __future__ import annotations

import numpy as np

WEIGHTS = np.array(
    [
        [0.58, 0.05, 0.13, -0.00],  # low: on the beat
        [-0.89, -0.40, 0.25, -0.73],  # low: halves
        [-0.80, -0.16, -0.48, 0.60],  # low: thirds, not halves
        [0.34, -0.90, -0.18, -0.62],  # low: quarters, not halves
        [0.04, 0.24, 0.17, 0.41],  # low: thirds, not beats
        [-0.88, 0.15, 0.39, -0.09],  # low: quarters, not beats
        [0.50, 0.14, 0.30, -0.10],  # middle: on the beat
        [0.13, -1.50, 0.10, -0.91],  # middle: halves
        [0.13, -0.16, 0.48, 0.30],  # middle: thirds, not halves
        [-0.19, -0.48, 0.41, -0.67],  # middle: quarters, not halves
        [-1.79, 0.47, -0.06, 0.68],  # middle: thirds, not beats
        [-1.07, 0.29, 0.56, -0.23],  # middle: quarters, not beats
        [0.57, 0.41, 0.08, 0.13],  # high: on the beat
        [1.19, -0.53, -0.12, -0.26],  # high: halves
        [0.33, 0.52, 0.54, -0.07],  # high: thirds, not halves
        [1.13, -0.36, -1.04, 0.00],  # high: quarters, not halves
        [-1.75, 0.01, 1.82, -0.05],  # high: thirds, not beats
        [-2.05, -0.29, 0.33, -0.03],  # high: quarters, not beats
        [0.68, 0.28, 0.21, 0.05],  # all: on the beat
        [1.10, -1.64, 0.06, -0.57],  # all: halves
        [0.11, 0.24, 1.02, 0.01],  # all: thirds, not halves
        [0.46, -0.72, -0.55, 0.03],  # all: quarters, not halves
        [-1.86, 0.33, 1.36, 0.17],  # all: thirds, not beats
        [-0.54, 0.01, 0.47, -0.18],  # all: quarters, not beats
        [0.17, -0.17, 2.33, -0.22],  # middle: last third alone
        [0.34, -0.47, -0.94, -1.24],  # high: last third alone
        [3.11, -3.52, 0.67, -2.19],  # low: one in 2
        [-0.13, 3.06, -0.31, -0.63],  # low: one in 3
        [-1.37, -1.65, -0.42, -1.31],  # low: one in 4
        [-1.40, -1.88, -0.63, -0.98],  # middle: one in 2
        [-0.06, 0.46, -0.16, -0.69],  # middle: one in 3
        [3.11, -1.97, -2.53, -0.73],  # middle: one in 4
        [2.00, -2.02, 0.95, -1.56],  # high: one in 2
        [-2.24, 0.95, 1.18, -0.13],  # high: one in 3
        [-1.74, -2.14, 1.08, -1.18],  # high: one in 4
        [-1.29, -1.97, 0.31, -1.06],  # all: one in 2
        [-0.83, 1.23, 0.11, -0.10],  # all: one in 3
        [0.47, -1.67, -1.47, -1.16],  # all: one in 4
        [-0.56, -0.31, -1.87, 2.08],  # all: one in 5
        [0.85, -0.23, 1.63, -0.86],  # kick and snare by turns
        [3.11, -3.52, 0.67, -2.19],  # low: every second
        [-2.52, -0.26, 0.31, -1.52],  # harmony: one in 2
        [-0.61, 3.72, -2.28, -1.35],  # harmony: one in 3
        [7.11, -2.42, -1.30, -3.65],  # harmony: one in 4
        [-0.16, -4.82, -2.79, 7.25],  # harmony: one in 5
        [-1.74, 1.72, -0.87, -0.43],  # harmony: one in 6
        [-1.02, -2.51, -0.20, -2.11],  # harmony: one in 8
        [-0.87, 2.38, 8.50, 2.88],  # repeats after 0.33 beats
        [-0.20, 2.23, -1.02, -1.12],  # repeats after 0.50 beats
        [-4.55, 3.61, 1.80, 0.28],  # repeats after 0.67 beats
        [0.89, 0.66, -0.40, 0.59],  # repeats after 1.00 beats
        [-0.09, -0.08, -0.77, -1.62],  # repeats after 1.50 beats
        [1.40, -0.43, 0.20, -0.71],  # repeats after 2.00 beats
        [0.67, 1.24, -0.62, 1.07],  # repeats after 3.00 beats
        [2.95, -1.12, -0.90, -1.17],  # repeats after 4.00 beats
        [-1.18, -0.69, -0.95, 1.00],  # repeats after 5.00 beats
        [-0.53, -0.97, 0.24, -0.46],  # repeats after 6.00 beats
        [-0.86, -0.85, 0.24, -0.11],  # repeats after 8.00 beats
        [-0.81, -0.49, 0.19, -0.55],  # low: attacks a beat
        [0.20, -0.41, -0.04, -0.49],  # middle: attacks a beat
        [-0.46, -0.42, 0.19, -0.11],  # high: attacks a beat
        [-1.17, -0.66, 0.18, 0.07],  # all: attacks a beat
        [-0.29, 0.33, -1.09, 0.76],  # tempo
        [-0.92, -0.28, 0.54, -0.47],  # tempo, bent
        [-1.62, -2.56, 0.00, -5.14],  # fast
        [-1.13, -3.61, -0.76, 0.00],  # slow
        [1.09, -0.07, -0.02, 0.28],  # explained by its bars
        [0.00, -0.08, -0.24, 0.09],  # being counted so
    ],
    np.float32,
)  # fmt: skip
