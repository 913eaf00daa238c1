package dev.lathe.cli.terminal;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.RowSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

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

    /// Hands over what has come: many at a time of a file; of a stream no more than is there, so that nobody waits for an answer to what he
    /// has written. What stood in front of something broken is handed over too, before that is told.
    public static <T> void of(RowSource<T> inputs, Use<T> use) throws IOException {
        List<T> chunk = new ArrayList<>();
        for (Optional<T> next = next(inputs, chunk, use); next.isPresent(); next = next(inputs, chunk, use)) {
            chunk.add(next.get());
            if (chunk.size() == SIZE || !inputs.isReady()) {
                hand(chunk, use);
            }
        }
        hand(chunk, use);
    }

    private static <T> Optional<T> next(RowSource<T> inputs, List<T> chunk, Use<T> use) throws IOException {
        try {
            return Optional.ofNullable(inputs.next());
        } catch (DataException broken) {
            hand(chunk, use);
            throw broken;
        }
    }

    private static <T> void hand(List<T> chunk, Use<T> use) throws IOException {
        if (!chunk.isEmpty()) {
            use.accept(chunk);
            chunk.clear();
        }
    }
}
