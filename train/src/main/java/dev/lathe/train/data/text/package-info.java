/// Texts, and tuples of texts, with what is to be learnt of them.
@NullMarked
package dev.lathe.train.data.text;

import org.jspecify.annotations.NullMarked;
