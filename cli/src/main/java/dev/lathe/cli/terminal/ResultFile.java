package dev.lathe.cli.terminal;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.Unfinished;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file of results, which appears whole or not at all. What is no file is written to as it is: a device, a pipe, and standard
/// output by any of its names, `-` among them.
public final class ResultFile implements AutoCloseable {
    private static final Pattern STANDARD_OUTPUT = Pattern.compile("-|/dev/stdout|/dev/fd/1|/proc/self/fd/1");

    /// Names of streams that are open already, and may lead to a file that has a beginning.
    private static final Pattern STREAM = Pattern.compile("/dev/(?:stderr|fd/\\d+)|/proc/(?:self|\\d+)/fd/\\d+");

    private final String name;
    private final Path target;
    private Optional<Unfinished> unfinished = Optional.empty();
    private @Nullable FileChannel channel;

    private ResultFile(Path given) {
        this.name = given.toString();
        this.target = given.toAbsolutePath();
    }

    /// Looks at where the file is to be, before the results are worked out.
    ///
    /// @throws CommandFailure when no file can be there
    public static ResultFile at(Path given) {
        var file = new ResultFile(given);
        if (!file.isStandardOutput()) {
            if (Files.isDirectory(file.target)) {
                throw new CommandFailure(given + ": a directory; a file is needed");
            }
            if (!Files.isDirectory(file.target.getParent())) {
                throw new CommandFailure(given + ": no directory " + file.target.getParent() + " to write it in");
            }
        }
        return file;
    }

    private boolean isStandardOutput() {
        return STANDARD_OUTPUT.matcher(name).matches();
    }

    private boolean isReplaceable() {
        return !STREAM.matcher(name).matches() && (!Files.exists(target) || Files.isRegularFile(target));
    }

    /// Begins to write.
    ///
    /// @return where to; to be flushed before [#complete], not closed
    public OutputStream begin(Surroundings surroundings) throws IOException {
        if (isStandardOutput()) {
            return surroundings.out();
        }
        try {
            FileChannel opened;
            if (isReplaceable()) {
                unfinished = Optional.of(Unfinished.beside(target));
                // A name that nobody else has: what has it nevertheless, such as a link, is not followed.
                opened = FileChannel.open(
                        unfinished.get().path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } else {
                opened = FileChannel.open(target, StandardOpenOption.APPEND);
            }
            channel = opened;
            return ResultStream.to(Channels.newOutputStream(opened), name);
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(name);
        }
    }

    /// Writes over the first bytes of a file that is written, such as a header whose numbers are known only then.
    ///
    /// @throws CommandFailure if it is no file
    void rewriteStart(byte[] bytes) throws IOException {
        FileChannel opened = channel;
        if (unfinished.isEmpty() || opened == null) {
            throw new CommandFailure(name + ": no file; this format can be written to files only");
        }
        NamedWriting.of(target, () -> opened.write(ByteBuffer.wrap(bytes), 0));
    }

    /// All is written: the file appears.
    public void complete() throws IOException {
        FileChannel opened = channel;
        if (unfinished.isPresent() && opened != null) {
            NamedWriting.of(target, () -> {
                opened.force(true);
                return opened;
            });
            opened.close();
            unfinished.get().publish();
        }
    }

    /// Clears away what was not completed.
    @Override
    public void close() throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            if (unfinished.isPresent()) {
                unfinished.get().close();
            }
        }
    }
}
