/// Tags of words: named entities, parts of speech.
@NullMarked
package dev.lathe.train.task.tagging;

import org.jspecify.annotations.NullMarked;
