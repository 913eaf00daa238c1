package dev.lathe.cli.monitor;

import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.watch.stream.ClosedWindow;
import dev.lathe.watch.stream.MonitorFile;
import dev.lathe.watch.stream.StreamMonitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A stream from its lines to its alerts.
///
/// After each part of the stream the alerts are printed, and then the state is written: whoever is stopped in between prints an alert
/// twice, and never not at all.
public final class MonitoredStream {
    private static final int TOLD = 10;

    private final GrowingLines lines;
    private final StreamItem.Form form;
    private final List<StreamLabels> models;
    private final StreamMonitor monitor;
    private final MonitorOutput output;
    private final Optional<Path> state;
    private final Surroundings surroundings;
    private long read;
    private long unreadable;
    private long alerts;

    /// @param models the one whose labels are watched and, where there are topics, the one that gives them
    /// @param state where the counts are kept, if they are
    public MonitoredStream(GrowingLines lines, StreamItem.Form form, List<StreamLabels> models, StreamMonitor monitor, MonitorOutput output,
            Optional<Path> state, Surroundings surroundings) {
        this.lines = lines;
        this.form = form;
        this.models = models;
        this.monitor = monitor;
        this.output = output;
        this.state = state;
        this.surroundings = surroundings;
    }

    /// Goes on until the stream ends.
    public void run() throws IOException {
        while (!lines.isEnded()) {
            List<GrowingLines.Line> come = lines.next();
            List<StreamItem> items = items(come);
            boolean changed = !come.isEmpty();
            if (!items.isEmpty()) {
                add(items);
            } else if (!form.isJson()) {
                // Lines without times of their own come now or not at all, so that a window may end without one.
                changed |= print(monitor.passed(form.clock().instant()));
            }
            if (changed) {
                save();
            }
        }
        if (state.isEmpty()) {
            print(monitor.finish());
        }
        surroundings.say("%d texts, %d too late, %d lines not read; %d alerts".formatted(monitor.items(), monitor.late(), unreadable, alerts));
    }

    private List<StreamItem> items(List<GrowingLines.Line> given) throws IOException {
        var items = new ArrayList<StreamItem>();
        for (GrowingLines.Line line : given) {
            read++;
            switch (form.read(line)) {
                case StreamItem.Reading.Read(StreamItem item) -> items.add(item);
                case StreamItem.Reading.Blank() -> { }
                case StreamItem.Reading.Unreadable(String why) -> tell(why);
            }
        }
        return items;
    }

    /// A stream of weeks does not end for a line; what is wrong is said, but not for ever.
    private void tell(String why) {
        unreadable++;
        if (unreadable <= TOLD) {
            surroundings.say("line %d: %s; left out%s".formatted(read, why, unreadable == TOLD ? ", as others will be without a word" : ""));
        }
    }

    private void add(List<StreamItem> items) throws IOException {
        List<String> texts = items.stream().map(StreamItem::text).toList();
        List<List<String>> labels = models.getFirst().of(texts);
        Optional<List<List<String>>> topics = models.size() > 1 ? Optional.of(models.getLast().of(texts)) : Optional.empty();
        for (int i = 0; i < items.size(); i++) {
            print(monitor.add(items.get(i).time(), labels.get(i), topics.isPresent() ? topics.get().get(i) : List.of()));
        }
    }

    private boolean print(Optional<ClosedWindow> closed) throws IOException {
        if (closed.isPresent()) {
            alerts += closed.get().surges().size();
            output.print(closed.get());
        }
        return closed.isPresent();
    }

    private void save() throws IOException {
        if (state.isPresent()) {
            new MonitorFile(monitor, lines.position()).write(state.get());
        }
    }
}
