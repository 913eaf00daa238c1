/// The numbers: counts, shares, correlations, intervals and tests, of class ids, tags and values. Start with `ClassScores` and `Bootstrap`.
@NullMarked
package dev.lathe.train.evaluate.score;

import org.jspecify.annotations.NullMarked;
