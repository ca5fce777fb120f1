"""The parts of GUI talk: words by class, tokens, the grammar over classes, sentences, pieces of a stream."""
