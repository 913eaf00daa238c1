package dev.lathe.trust.card;

import java.util.List;

/// A heading and what is asked for under it.
record Section(String heading, List<Entry> entries) {
    Section {
        entries = List.copyOf(entries);
    }

    static Section of(String heading, Entry... entries) {
        return new Section(heading, List.of(entries));
    }

    String text() {
        return "\n## %s\n\n%s".formatted(heading, String.join("", entries.stream().map(Entry::text).toList()));
    }
}
