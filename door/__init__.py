"""The door: arguments, events as JSON lines or on a terminal, conversation, batch."""
