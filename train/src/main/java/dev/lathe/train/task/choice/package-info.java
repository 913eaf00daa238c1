/// The best of several continuations.
@NullMarked
package dev.lathe.train.task.choice;

import org.jspecify.annotations.NullMarked;
