/// The result files as people read them: tables of `docs/performance.md` and plots beside it.
///
/// Start with [dev.lathe.bench.report.PerformanceReport]; `bench/report.sh` runs it. Which comparisons are shown, and what was
/// hoped of them, is in `SummaryRows`; what the programs of the bench write is understood in `ResultParser` only.
@NullMarked
package dev.lathe.bench.report;

import org.jspecify.annotations.NullMarked;
