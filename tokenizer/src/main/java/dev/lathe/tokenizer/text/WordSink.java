package dev.lathe.tokenizer.text;

/// Where the words of a text go, one at a time; the buffer is used again for the next one.
public interface WordSink {
    void put(WordBuffer word);

    /// How many pieces there are so far; whoever does not count says 0, and so gets all words.
    int size();
}
