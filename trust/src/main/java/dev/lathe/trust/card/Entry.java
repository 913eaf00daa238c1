package dev.lathe.trust.card;

import java.util.List;

/// One thing that is asked for, and what is known of it.
///
/// @param question in few words
/// @param answers a line each; none if nothing is known
/// @param isMeasured whether it could have been measured; else only people can write it
record Entry(String question, List<String> answers, boolean isMeasured) {
    private static final String NOT_MEASURED = "*not measured*";
    private static final String NOT_WRITTEN = "*empty: only people know it*";

    Entry {
        answers = List.copyOf(answers);
    }

    static Entry of(String question, List<String> answers) {
        return new Entry(question, answers, true);
    }

    /// What a program cannot know.
    static Entry ofPeople(String question) {
        return new Entry(question, List.of(), false);
    }

    String text() {
        if (answers.isEmpty()) {
            return "- %s: %s\n".formatted(question, isMeasured ? NOT_MEASURED : NOT_WRITTEN);
        }
        return answers.size() == 1 ? "- %s: %s\n".formatted(question, answers.getFirst())
                : "- %s:\n".formatted(question) + String.join("", answers.stream().map("  - %s\n"::formatted).toList());
    }
}
