/// The routes: what clients of OpenAI, text-embeddings-inference, Cohere and KServe send, and what they expect back.
///
/// Start with `Service`, which is a `Handler` for any server; `Routes` lists what there is. A file a family of routes; what a model
/// computes is asked of `serve.model`.
@NullMarked
package dev.lathe.serve.api;

import org.jspecify.annotations.NullMarked;
