package dev.lathe.cli.terminal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Takes a long stream of inputs some at a time: enough to batch by length, few enough for constant memory.
public final class Chunks {
    static final int SIZE = 2048;

    private Chunks() {
    }

    /// What is done with the next inputs.
    @FunctionalInterface
    public interface Use<T> {
        void accept(List<T> chunk) throws IOException;
    }

    public static <T> void of(Iterator<T> inputs, Use<T> use) throws IOException {
        var chunk = new ArrayList<T>(SIZE);
        while (inputs.hasNext()) {
            chunk.add(inputs.next());
            if (chunk.size() == SIZE || !inputs.hasNext()) {
                use.accept(chunk);
                chunk.clear();
            }
        }
    }
}
