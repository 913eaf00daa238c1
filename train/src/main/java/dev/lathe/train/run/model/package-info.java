/// What is done with a model that has been fine-tuned: evaluated, compared, merged.
@NullMarked
package dev.lathe.train.run.model;

import org.jspecify.annotations.NullMarked;
