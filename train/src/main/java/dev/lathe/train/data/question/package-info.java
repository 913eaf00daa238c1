/// Questions on a text with their answers, as SQuAD has them.
@NullMarked
package dev.lathe.train.data.question;

import org.jspecify.annotations.NullMarked;
