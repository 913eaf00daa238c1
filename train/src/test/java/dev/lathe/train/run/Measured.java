package dev.lathe.train.run;

/// What of a run's files is measured, and so differs from run to run.
public final class Measured {
    private Measured() {}

    /// The text of `metrics.jsonl` or `training.json` without speeds, times and what the run took.
    public static String without(String text) {
        return text.replaceAll(",\"tokens_per_second\":[0-9.]+", "")
                .replaceAll(",\"time\":\"[-0-9T:.]+Z\"", "")
                .replaceAll("\"run\": \\{[^}]*\"tokens\": (\\d+),[^}]*}", "\"run\": $1");
    }
}
