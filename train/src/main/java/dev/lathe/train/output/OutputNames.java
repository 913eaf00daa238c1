package dev.lathe.train.output;

import java.nio.file.Path;

/// The names around an output directory `out`. Each says what its content is worth, so that after a kill the names
/// alone tell what to do. Directories change names by rename, never by copy.
///
/// | name | holds |
/// |---|---|
/// | `out` | a whole result |
/// | `out.partial` | a run in progress or killed |
/// | `out.complete` | a whole new result, about to become `out` |
/// | `out.previous` | the whole old result, moved aside |
/// | `out.discarded` | what is being deleted, or has just been begun |
/// | `out.lock` | nothing; held by the run |
///
/// @param out the output directory, absolute
/// @param partial where a run works
/// @param complete where a finished run stands until it is called `out`
/// @param previous where the old result stands until the new one is called `out`
/// @param discarded where things are deleted
/// @param lock the lock file
record OutputNames(Path out, Path partial, Path complete, Path previous, Path discarded, Path lock) {

    /// The checkpoints inside a working or complete directory; they are not part of the result.
    static final String CHECKPOINTS = "checkpoints";

    static OutputNames of(Path given) {
        Path out = given.toAbsolutePath().normalize();
        Path name = out.getFileName();
        if (name == null) {
            throw new OutputException(given + ": the root of the file system; name a directory below it");
        }
        return new OutputNames(out, beside(out, name, ".partial"), beside(out, name, ".complete"),
                beside(out, name, ".previous"), beside(out, name, ".discarded"), beside(out, name, ".lock"));
    }

    private static Path beside(Path out, Path name, String suffix) {
        return out.resolveSibling(name + suffix);
    }

    Path parent() {
        return out.resolveSibling(".").normalize();
    }

    Path checkpoints() {
        return partial.resolve(CHECKPOINTS);
    }

    /// There if the work was begun with leave to replace a result. Kept among the checkpoints, which the result won't hold.
    static Path leaveToReplace(Path work) {
        return work.resolve(CHECKPOINTS).resolve("may-overwrite");
    }
}
