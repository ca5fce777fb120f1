"""The parts of GUI talk: words by class, tokens, the grammar, sentences, pieces of a stream."""
