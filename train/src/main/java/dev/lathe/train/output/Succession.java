package dev.lathe.train.output;

import static dev.lathe.train.output.DurableFiles.exists;
import static dev.lathe.train.output.DurableFiles.rename;

import dev.lathe.bert.checkpoint.file.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// How a complete result takes the place of the old one. The same steps finish a run and mend what a killed one left,
/// because each step can be told from the names that exist.
///
/// With `o`, `c`, `p`, `d` for `out`, `out.complete`, `out.previous`, `out.discarded`:
///
/// | names before | step | killed before it, there is |
/// |---|---|---|
/// | `o c` | the new result loses its checkpoints | old as `o`, new as `c` |
/// | `o c` | `o` becomes `p` | old as `o`, new as `c` |
/// | `c p` | `c` becomes `o` | new as `c`, old as `p`: nothing is called `out` until this is called again |
/// | `o p` | `p` becomes `d` | new as `o`, old as `p` |
/// | `o d` | `d` is deleted | new as `o` |
///
/// Whatever is called `o`, `c` or `p` is whole at every moment; only `d` is ever half deleted. No step overwrites a name that is
/// taken. The gap in the third row is two system calls wide. No Java call exchanges two directories at once, which would close it.
final class Succession {

    private final OutputNames names;

    Succession(OutputNames names) {
        this.names = names;
    }

    /// Takes all steps that are left, none if there is nothing to do.
    ///
    /// @return what was found unfinished, for the user; empty if nothing was
    Optional<String> settle() throws IOException {
        FileTree.delete(names.discarded());
        boolean finishing = exists(names.complete());
        boolean restoring = !finishing && !exists(names.out()) && exists(names.previous());
        boolean cleaning = !finishing && exists(names.out()) && exists(names.previous());
        if (finishing) {
            discard(names.complete().resolve(OutputNames.CHECKPOINTS));
            moveAside();
            rename(names.complete(), names.out());
        }
        if (restoring) {
            rename(names.previous(), names.out());
        }
        discard(names.previous());
        if (finishing) {
            return Optional.of("put the finished result of a killed run in its place");
        }
        if (restoring) {
            return Optional.of("put the earlier result back in its place");
        }
        return cleaning ? Optional.of("deleted the earlier result that a killed run had replaced") : Optional.empty();
    }

    private void moveAside() throws IOException {
        if (exists(names.out())) {
            // Taken only if someone put a directory there by hand: the one called out is the one that counts.
            discard(names.previous());
            // Not synced, for the sync's milliseconds would widen the gap; the rename that follows syncs both.
            DurableFiles.move(names.out(), names.previous());
        }
    }

    /// Deletes a directory by way of a name that says so: a kill half way leaves nothing that looks whole.
    void discard(Path directory) throws IOException {
        if (exists(directory)) {
            FileTree.delete(names.discarded());
            rename(directory, names.discarded());
            FileTree.delete(names.discarded());
        }
    }
}
