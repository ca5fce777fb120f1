"""Files and ffmpeg: what a file is, its sound and pictures. Only this room starts processes."""

from studio.media.probing import known, material, probe
from studio.media.values import Kind, Picture, Probe, SoundStream

__all__ = ["Kind", "Picture", "Probe", "SoundStream", "known", "material", "probe"]
