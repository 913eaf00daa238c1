package dev.lathe.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Many texts encoded by several threads. Whoever is free takes the next few texts; each result has its
/// place, so the number of threads changes nothing.
///
/// The caller works too and waits only for texts that another thread has begun, so an executor that is
/// busy, even with the caller itself, stops nothing.
final class SharedWork {
    private static final int TEXTS_AT_ONCE = 64;

    private final InputEncoder encoder;
    private final List<String> texts;
    private final Truncation truncation;
    private final @Nullable Encoding[] encodings;
    private final AtomicInteger next = new AtomicInteger();
    private final Semaphore finished = new Semaphore(0);
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    SharedWork(InputEncoder encoder, List<String> texts, Truncation truncation) {
        this.encoder = encoder;
        this.texts = texts;
        this.truncation = truncation;
        encodings = new Encoding[texts.size()];
    }

    List<Encoding> run(int tasks, Executor executor) {
        int portions = Math.ceilDiv(encodings.length, TEXTS_AT_ONCE);
        for (int task = 1; task < Math.min(tasks, portions); task++) {
            executor.execute(this::work);
        }
        work();
        finished.acquireUninterruptibly(portions);
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return Arrays.stream(encodings)
                .map(encoding -> Objects.requireNonNull(encoding, "encodeAll: a thread died")).toList();
    }

    private void work() {
        PieceReader reader = encoder.reader();
        for (int from = take(); from < encodings.length; from = take()) {
            try {
                for (int i = from; i < Math.min(from + TEXTS_AT_ONCE, encodings.length); i++) {
                    encodings[i] = encoder.encode(reader, texts.get(i), truncation);
                }
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            } finally {
                finished.release();
            }
        }
    }

    private int take() {
        return next.getAndAdd(TEXTS_AT_ONCE);
    }
}
