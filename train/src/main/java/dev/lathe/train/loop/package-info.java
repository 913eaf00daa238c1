/// The training loop, which knows no task: batches by seed, steps, and the options of both. Start with `Trainer`.
@NullMarked
package dev.lathe.train.loop;

import org.jspecify.annotations.NullMarked;
