package dev.lathe.cli.terminal;

import dev.lathe.bert.checkpoint.file.LockFile;
import java.io.IOException;
import java.util.OptionalInt;

/// Tells whoever interrupts a fine-tuning, by Ctrl-C for instance, how it can be resumed. It listens from when it is begun until
/// it is closed.
public final class ResumeHint implements AutoCloseable {
    private final Surroundings surroundings;
    private final boolean resumable;
    private final String instead;
    private final Thread hook = new Thread(this::say, "lathe-interrupted");
    private volatile OptionalInt saved = OptionalInt.empty();

    private ResumeHint(Surroundings surroundings, boolean resumable, boolean overwrite) {
        this.surroundings = surroundings;
        this.resumable = resumable;
        this.instead = overwrite ? " in place of --overwrite" : "";
    }

    /// Begins to listen.
    ///
    /// @param overwrite whether the command has `--overwrite`, which does not go together with `--resume`
    public static ResumeHint begin(Surroundings surroundings, boolean overwrite) {
        return listening(new ResumeHint(surroundings, true, overwrite));
    }

    /// Begins to listen for the end of a run that has no checkpoints.
    public static ResumeHint ofNoCheckpoints(Surroundings surroundings) {
        return listening(new ResumeHint(surroundings, false, false));
    }

    private static ResumeHint listening(ResumeHint hint) {
        Runtime.getRuntime().addShutdownHook(hint.hook);
        return hint;
    }

    /// There is a checkpoint.
    ///
    /// @param step after so many steps
    public void saved(int step) {
        saved = OptionalInt.of(step);
    }

    /// What is said.
    public String line() {
        if (!resumable) {
            return "interrupted; nothing is kept, and the same command begins anew";
        }
        OptionalInt step = saved;
        return step.isPresent()
                ? "interrupted; the same command with --resume%s goes on after step %d".formatted(instead, step.getAsInt())
                : "interrupted before the first checkpoint, so that there is nothing for --resume to go on from";
    }

    private void say() {
        sayLine();
        try {
            LockFile.removeHeld();
        } catch (IOException e) {
            surroundings.say("a lock file is left: " + e.getMessage());
        }
    }

    private void sayLine() {
        if (surroundings.isTerminal()) {
            surroundings.sayOver(line());
        } else {
            surroundings.say(line());
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException interrupted) {
            // Too late: it is being said.
        }
    }
}
