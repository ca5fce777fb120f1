"""How a message is read: signs, clauses, acts and their order. `router` is the door; this is the
grammar behind it."""
