/// Sentences with a tag for each word, as CoNLL has them.
@NullMarked
package dev.lathe.train.data.tags;

import org.jspecify.annotations.NullMarked;
