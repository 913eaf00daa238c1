/// What bodies of requests and answers of several routes have in common: texts, how they are cut, vectors, scores, counts of tokens.
@NullMarked
package dev.lathe.serve.api.body;

import org.jspecify.annotations.NullMarked;
