/// Ways of sharing a number out over the words of its text, and how good they are.
///
/// Start with `AttributionMethod`. `ExplainedText` is what is explained: a number that depends on embeddings, along which it has a
/// gradient, and on which words are there. Nothing here knows a model.
@NullMarked
package dev.lathe.trust.explain.method;

import org.jspecify.annotations.NullMarked;
