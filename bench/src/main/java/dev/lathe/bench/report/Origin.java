package dev.lathe.bench.report;

/// Where, when and with what a result file was made.
///
/// @param file its name
/// @param vectors the widest instructions that programs might use: [#AVX_512], [#AVX2] or another
/// @param cores that the process might use
/// @param commit of the working tree, with `-dirty` behind it when files differed
/// @param date in UTC, as ISO 8601 writes it
record Origin(String file, String cpu, String vectors, int cores, String jdk, String commit, String date) {

    static final String AVX_512 = "AVX-512";
    static final String AVX2 = "AVX2";

    private static final int SHORT_COMMIT = 10;
    private static final String DIRTY = "-dirty";

    String day() {
        return date.substring(0, date.indexOf('T'));
    }

    /// The commit, short, and whether the tree had changes of its own.
    String shortCommit() {
        String hash = commit.replace(DIRTY, "");
        String start = hash.substring(0, Math.min(SHORT_COMMIT, hash.length()));
        return commit.endsWith(DIRTY) ? start + " and changes" : start;
    }

    /// A link to the file from the folder `docs`.
    String link() {
        return "[%s](../bench/results/%s)".formatted(day(), file);
    }
}
