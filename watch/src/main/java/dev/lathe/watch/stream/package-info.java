/// Labels that come one after another: their shares a window, and whether a share is still what it was.
///
/// Start with `StreamMonitor`; `ShareTest` holds the statistics, `MonitorFile` what outlives a restart. Texts are not seen here.
@NullMarked
package dev.lathe.watch.stream;

import org.jspecify.annotations.NullMarked;
