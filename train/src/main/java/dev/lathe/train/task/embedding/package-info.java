/// Vectors of sentences, near where the meanings are.
@NullMarked
package dev.lathe.train.task.embedding;

import org.jspecify.annotations.NullMarked;
