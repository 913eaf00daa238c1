/// Files treated as hostile until read: bounded reading, strict JSON, hashes, locks, and results that appear whole or not at all.
///
/// Start with `BoundedFile` and `JsonObject` to read, with `NamedWriting` and `Unfinished` to write.
@NullMarked
package dev.lathe.bert.checkpoint.file;

import org.jspecify.annotations.NullMarked;
