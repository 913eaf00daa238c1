/// What tags like `B-PER` say, and whether tags are such: the schemes they are written in, and the chunks of tokens that they mark.
///
/// Knows tags as text alone, no files, ids or tensors; readers of data check tags by it, reports count what it finds.
///
/// Start with [dev.lathe.train.tagging.TagScheme].
@NullMarked
package dev.lathe.train.tagging;

import org.jspecify.annotations.NullMarked;
