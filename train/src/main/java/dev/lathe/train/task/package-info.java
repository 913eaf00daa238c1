/// What a task is: how it reads its data, builds its model, computes a loss and judges. Each one has a package of its own below.
///
/// Start with `Task` and `TaskModel`; `docs/adding-a-task.md` is the checklist.
@NullMarked
package dev.lathe.train.task;

import org.jspecify.annotations.NullMarked;
