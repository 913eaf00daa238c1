/// Model directories in Hugging Face's layout, made from weights that travel in other ways.
///
/// `KnownModels` lists the models that can be had by name; `KnownModelImport` turns one's artifact into a directory,
/// `ModelImport` whatever a user points at. A directory appears whole or not at all.
@NullMarked
package dev.lathe.bert.hub;

import org.jspecify.annotations.NullMarked;
