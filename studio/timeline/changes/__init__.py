"""What became different between two timelines, one Change a happening, by the noun it is about."""
