"""Files and ffmpeg: what a file is, its sound, its pictures. The only room that starts processes."""
