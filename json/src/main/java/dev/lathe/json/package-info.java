/// JSON as all of Lathe reads and writes it; anybody may use it, and it uses nothing else of ours.
///
/// Start with `JsonReader` and `JsonWriter`. What a file means, and the words for what is wrong with it, belong to those who
/// know the file.
@NullMarked
package dev.lathe.json;

import org.jspecify.annotations.NullMarked;
