/// What stands on an encoder: a pooler, and a head for each thing that models are trained for, with the names that Hugging Face
/// gives their parameters.
///
/// Start with `BertForSequenceClassification`.
@NullMarked
package dev.lathe.bert.heads;

import org.jspecify.annotations.NullMarked;
