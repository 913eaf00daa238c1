/// Pages that show runs: one file of HTML each, with all that it needs inside, for any browser, light or dark, without a network.
///
/// Start with `RunPage` and `ComparisonPage`. Every text goes through `Html`, which escapes it.
@NullMarked
package dev.lathe.train.page;

import org.jspecify.annotations.NullMarked;
