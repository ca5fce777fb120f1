"""Music under a film as a MoviePy script, the way its documentation shows it. Used by rendering.py.

The film's own sound at full volume, the music at 35 % with a fade of three seconds, written with
MoviePy's own settings for the picture.
"""

import sys

from moviepy import AudioFileClip, CompositeAudioClip, VideoFileClip, afx

film, song, target, seconds = *sys.argv[1:4], float(sys.argv[4])
video = VideoFileClip(film).subclipped(0, seconds)
music = AudioFileClip(song).subclipped(0, seconds).with_volume_scaled(0.35)
music = music.with_effects([afx.AudioFadeOut(3)])
mixed = CompositeAudioClip([video.audio, music])
video.with_audio(mixed).write_videofile(
    target, codec="libx264", audio_codec="aac", temp_audiofile=f"{target}.m4a", logger=None
)
