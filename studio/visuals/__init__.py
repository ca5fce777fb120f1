"""A song becomes pictures: scenes driven by what was heard, safe to look at. Arrays in and out."""

from studio.visuals.drive import Drive, drive
from studio.visuals.film import frames
from studio.visuals.scenes import SCENES
from studio.visuals.stage import Line, Stage, Turn

__all__ = ["SCENES", "Drive", "Line", "Stage", "Turn", "drive", "frames"]
