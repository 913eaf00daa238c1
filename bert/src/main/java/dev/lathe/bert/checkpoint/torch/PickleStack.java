package dev.lathe.bert.checkpoint.torch;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The stack of a pickle, with the marks from which a run of values is taken.
final class PickleStack {
    private final String file;
    private final List<PickleValue> values = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();

    PickleStack(String file) {
        this.file = file;
    }

    void push(PickleValue value) {
        values.add(value);
    }

    void mark() {
        marks.push(values.size());
    }

    PickleValue pop() throws CheckpointException {
        return pop(1).getFirst();
    }

    /// The uppermost `count` values, in the order in which they came.
    List<PickleValue> pop(int count) throws CheckpointException {
        // Values below a mark belong to whoever takes the run.
        int floor = marks.isEmpty() ? 0 : marks.peek();
        return takeFrom(values.size() - count, floor);
    }

    /// Everything above the last mark, which goes too.
    List<PickleValue> popToMark() throws CheckpointException {
        if (marks.isEmpty()) {
            throw new CheckpointException(file, "its pickle takes values up to a mark that it has not set");
        }
        int mark = marks.pop();
        return takeFrom(mark, mark);
    }

    PickleValue peek() throws CheckpointException {
        if (values.isEmpty()) {
            throw new CheckpointException(file, "its pickle uses a value that it has not made");
        }
        return values.getLast();
    }

    private List<PickleValue> takeFrom(int start, int floor) throws CheckpointException {
        if (start < floor) {
            throw new CheckpointException(file, "its pickle uses a value that it has not made");
        }
        List<PickleValue> run = values.subList(start, values.size());
        List<PickleValue> taken = List.copyOf(run);
        run.clear();
        return taken;
    }
}
