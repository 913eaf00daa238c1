package dev.lathe.tokenizer;

import java.util.List;

/// All windows of several inputs, and which input each shows. Windows of an input follow one another.
public final class EncodedWindows {
    private final List<Encoding> encodings;
    private final int[] samples;

    EncodedWindows(List<Encoding> encodings, int[] samples) {
        this.encodings = List.copyOf(encodings);
        this.samples = samples;
    }

    /// The windows of the first input, then those of the second, and so on.
    public List<Encoding> encodings() {
        return encodings;
    }

    /// How many windows there are.
    public int size() {
        return encodings.size();
    }

    /// The window at `index`.
    public Encoding encoding(int index) {
        return encodings.get(index);
    }

    /// The place in the list of inputs of the one that the window at `index` shows.
    public int sample(int index) {
        return samples[index];
    }

    /// The inputs' places, window by window; a new array.
    public int[] samples() {
        return samples.clone();
    }
}
