/// Small changes of words that leave a text's meaning alone: typing errors, left-out words, synonyms. Start with `WordEdits`.
@NullMarked
package dev.lathe.train.perturb;

import org.jspecify.annotations.NullMarked;
