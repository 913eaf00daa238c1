/// A model's directory: which files it has and what they say together, and how its weights get into parameters and back.
///
/// Start with `ModelDirectory`; `BertWeights` loads and saves, `WeightFiles` finds the files of weights.
@NullMarked
package dev.lathe.bert.directory;

import org.jspecify.annotations.NullMarked;
