package dev.lathe.serve.model;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// One input of a request, not yet given to its model.
///
/// @param tokens that the model will read for it
/// @param submit gives it to the model
public record Call<R>(int tokens, Supplier<CompletableFuture<R>> submit) {}
