/// The models that are served, each by its name, and the gate through which requests reach them.
///
/// Start with `ServedModels`. What a model computes is what the classes of `bert.predict` do; nothing is computed here.
@NullMarked
package dev.lathe.serve.model;

import org.jspecify.annotations.NullMarked;
