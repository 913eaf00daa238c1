/// What finished runs have left, read again: the course of one, and several side by side. Start with `RunSummary` and `RunComparison`.
@NullMarked
package dev.lathe.train.history;

import org.jspecify.annotations.NullMarked;
