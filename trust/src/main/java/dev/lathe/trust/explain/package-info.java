/// Why a model decides: which words of a text its answer comes from, as a sentence, a page or JSON.
///
/// Start with `TextExplainer`; the methods are in `method`. Gradients are the engine's: a `Disturbance` puts embeddings in place,
/// `Workspace.backward` does the rest.
@NullMarked
package dev.lathe.trust.explain;

import org.jspecify.annotations.NullMarked;
