/// Answers that stand in a text.
@NullMarked
package dev.lathe.train.task.answering;

import org.jspecify.annotations.NullMarked;
