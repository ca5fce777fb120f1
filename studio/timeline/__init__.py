"""The thing itself: what is seen and heard, and every edit of it, as values. Pure.

`timeline.apply(t, operation)` is the only way to change one; `History` keeps every version.
"""
