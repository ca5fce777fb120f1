"""What each sign of `levels` says for a reading: for any, and more for threes, for beats in three
parts and for fives. Fitted by `benchmarks/tempo.py` on songs that it makes itself."""

from __future__ import annotations

import numpy as np

WEIGHTS = np.array(
    [
        [0.28, 0.22, 0.17, 0.02],  # low: on the beat
        [-0.42, -1.09, -0.58, -0.03],  # low: halves
        [-0.50, -0.89, -0.13, 1.10],  # low: thirds, not halves
        [-0.15, 0.06, 0.52, 1.36],  # low: quarters, not halves
        [-0.49, -0.38, -0.38, 0.22],  # low: thirds, not beats
        [-0.49, 0.18, -0.23, 0.02],  # low: quarters, not beats
        [0.32, 0.11, 0.14, 0.14],  # middle: on the beat
        [0.10, -0.79, -0.58, -0.18],  # middle: halves
        [0.16, 0.05, 0.35, -0.18],  # middle: thirds, not halves
        [-0.33, -0.10, 0.02, -0.67],  # middle: quarters, not halves
        [-1.64, 0.24, -0.47, -0.28],  # middle: thirds, not beats
        [-0.65, 0.19, 0.23, -0.32],  # middle: quarters, not beats
        [0.40, 0.28, -0.03, -0.02],  # high: on the beat
        [0.61, 0.04, 0.58, 0.36],  # high: halves
        [0.29, 0.57, 0.19, -0.07],  # high: thirds, not halves
        [0.64, 0.60, -0.25, -0.07],  # high: quarters, not halves
        [-1.39, -0.08, 0.46, -0.17],  # high: thirds, not beats
        [-1.40, -0.37, 0.09, -0.08],  # high: quarters, not beats
        [0.49, 0.11, 0.12, 0.02],  # all: on the beat
        [0.46, -0.21, 0.26, 0.21],  # all: halves
        [0.26, 0.14, 0.34, -0.01],  # all: thirds, not halves
        [0.16, -0.05, -0.31, -0.02],  # all: quarters, not halves
        [-1.50, 0.13, -0.02, -0.16],  # all: thirds, not beats
        [-0.54, 0.17, 0.21, -0.15],  # all: quarters, not beats
        [0.35, -0.76, 0.36, 1.15],  # middle: last third alone
        [0.27, 0.14, -0.32, -0.27],  # high: last third alone
        [1.82, 0.10, 1.13, 0.16],  # low: one in 2
        [-0.54, 0.19, -0.44, -1.20],  # low: one in 3
        [-0.82, -0.95, 1.61, -0.47],  # low: one in 4
        [-0.23, -1.41, -1.03, -0.35],  # middle: one in 2
        [-0.27, -0.49, -0.27, -0.59],  # middle: one in 3
        [2.30, -0.38, 0.79, -0.26],  # middle: one in 4
        [1.31, -2.07, 0.36, -0.37],  # high: one in 2
        [-1.02, 0.21, -1.64, -0.03],  # high: one in 3
        [-0.94, -1.28, -0.32, -0.16],  # high: one in 4
        [-0.79, -2.24, -0.44, -1.28],  # all: one in 2
        [-0.46, 0.47, -0.88, -0.83],  # all: one in 3
        [-0.41, 0.29, 1.37, -0.82],  # all: one in 4
        [-0.13, 0.06, -3.48, 0.62],  # all: one in 5
        [-0.08, 6.01, 1.41, 2.46],  # kick and snare by turns
        [1.82, 0.10, 1.13, 0.16],  # low: every second
        [-1.43, -0.42, -1.16, -0.46],  # harmony: one in 2
        [0.19, 2.09, -2.82, 1.02],  # harmony: one in 3
        [5.17, 1.70, 0.48, 0.20],  # harmony: one in 4
        [-1.00, -1.76, -0.10, 0.86],  # harmony: one in 5
        [-1.26, -0.03, 0.31, -0.08],  # harmony: one in 6
        [-0.82, -0.35, 0.75, 0.03],  # harmony: one in 8
        [1.98, -6.46, 4.37, -3.16],  # repeats after 0.33 beats
        [-0.05, 2.98, -0.08, 0.06],  # repeats after 0.50 beats
        [-2.48, -4.25, -0.92, -1.14],  # repeats after 0.67 beats
        [1.32, -0.17, 1.13, 0.10],  # repeats after 1.00 beats
        [-0.43, -0.44, 4.25, -2.40],  # repeats after 1.50 beats
        [1.87, 1.19, -0.54, 0.30],  # repeats after 2.00 beats
        [0.70, -0.03, 0.27, 1.26],  # repeats after 3.00 beats
        [2.18, 0.84, -0.21, 0.86],  # repeats after 4.00 beats
        [-0.32, -1.33, -0.40, 0.00],  # repeats after 5.00 beats
        [0.14, -1.01, -0.91, 0.41],  # repeats after 6.00 beats
        [0.06, -0.10, -0.45, -0.02],  # repeats after 8.00 beats
        [-0.39, -0.56, -0.22, -0.15],  # low: attacks a beat
        [-0.29, -0.09, 0.50, -0.37],  # middle: attacks a beat
        [-0.62, -0.15, -0.09, -0.09],  # high: attacks a beat
        [-1.07, 0.02, -0.37, 0.01],  # all: attacks a beat
        [0.30, -0.28, -0.71, 0.98],  # tempo
        [-0.80, -1.06, 0.09, -0.66],  # tempo, bent
        [-1.65, -5.83, 0.00, -4.14],  # fast
        [-1.01, 0.27, 0.29, 0.00],  # slow
        [0.57, -0.11, -0.26, 0.02],  # explained by its bars
        [0.00, 0.05, -0.23, 0.08],  # being counted so
    ],
    np.float32,
)  # fmt: skip
