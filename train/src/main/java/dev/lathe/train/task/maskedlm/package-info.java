/// Words that were masked: how a model goes on learning a language or a field.
@NullMarked
package dev.lathe.train.task.maskedlm;

import org.jspecify.annotations.NullMarked;
