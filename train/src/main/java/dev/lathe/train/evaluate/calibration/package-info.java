/// How well probabilities tell how often a model is right, and what makes them do so. Start with `ScoredClasses`.
@NullMarked
package dev.lathe.train.evaluate.calibration;

import org.jspecify.annotations.NullMarked;
