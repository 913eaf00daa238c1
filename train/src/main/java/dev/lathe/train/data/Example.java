package dev.lathe.train.data;

import dev.lathe.train.data.rows.SourceLine;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A row of a data file or of the application's own data, as a task learns from it.
public interface Example {

    /// Where it was read.
    ///
    /// @return its first line
    SourceLine source();

    /// The texts that it is about, without what is right: two examples with the same ask a model the same.
    ///
    /// @return one or more
    List<String> texts();

    /// What is right, as its file has it: a text, a number, or a list of texts; empty where nothing is, as for texts without labels.
    ///
    /// @return a `String`, a `Number` or a `List` of strings
    default Optional<Object> gold() {
        return Optional.empty();
    }

    /// The row's name: an id column's, or a JSON key's.
    ///
    /// @return the name; empty if it has none
    default Optional<String> rowId() {
        return source().id();
    }

    /// All that it says, with what is right: two examples with the same are the same but for their source. The SHA-256 of data in memory
    /// is worked out from this.
    ///
    /// @return its parts in a fixed order
    List<String> content();

    /// The labels or tags that it holds up as right: what no model can find that has never seen them.
    ///
    /// @return their names, some perhaps several times; none where what is right is no label, such as a number or an answer
    default Collection<String> classes() {
        return List.of();
    }
}
