/// Labels of whole texts: one of several, some of several, or a number.
@NullMarked
package dev.lathe.train.task.classification;

import org.jspecify.annotations.NullMarked;
