/// Models that are open: read from their directories, on a device of their own or on one base with others, working off their calls in batches.
///
/// Start with `OpenModel`; `SharedBase` has many models on one encoder. The classes of `bert.predict` are their users.
@NullMarked
package dev.lathe.bert.predict.open;

import org.jspecify.annotations.NullMarked;
