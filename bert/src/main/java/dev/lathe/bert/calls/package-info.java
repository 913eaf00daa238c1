/// Calls of many callers, made into batches: a queue that knows sizes and futures, and nothing of models.
///
/// Start with `CallQueue`; the classes of `bert.predict` give it to their users as `submit`.
@NullMarked
package dev.lathe.bert.calls;

import org.jspecify.annotations.NullMarked;
