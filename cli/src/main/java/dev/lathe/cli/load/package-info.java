/// Requests at a server, many at once, and how long it takes to answer them: closed and open loops, by HttpCore and HdrHistogram.
///
/// Start with `Load`. Knows no model and no command.
@NullMarked
package dev.lathe.cli.load;

import org.jspecify.annotations.NullMarked;
