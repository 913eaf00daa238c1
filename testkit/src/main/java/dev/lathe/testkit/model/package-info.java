/// Small model directories and labelled sentences for tests, written without any code of the modules under test.
///
/// For tests only. Start with `TinyModel`.
@NullMarked
package dev.lathe.testkit.model;

import org.jspecify.annotations.NullMarked;
