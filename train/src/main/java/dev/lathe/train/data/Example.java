package dev.lathe.train.data;

import dev.lathe.train.data.rows.SourceLine;
import java.util.Collection;
import java.util.List;

/// A row of a data file, as a task learns from it.
public interface Example {

    /// Where it was read.
    ///
    /// @return its first line
    SourceLine source();

    /// The texts that it is about, without what is right: two examples with the same ask a model the same.
    ///
    /// @return one or more
    List<String> texts();

    /// The labels or tags that it holds up as right: what no model can find that has never seen them.
    ///
    /// @return their names, some perhaps several times; none where what is right is no label, such as a number or an answer
    default Collection<String> classes() {
        return List.of();
    }
}
