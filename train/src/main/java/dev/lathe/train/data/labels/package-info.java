/// The labels of a data set, and drawing by them.
@NullMarked
package dev.lathe.train.data.labels;

import org.jspecify.annotations.NullMarked;
