package dev.lathe.cli.terminal;

/// What the process ends with. Ctrl-C ends it with 130, which is the virtual machine's own doing.
public final class ExitCode {
    /// The command did what it was asked.
    public static final int DONE = 0;

    /// The command failed; one line on standard error says why. Files and models that are missing or broken belong here.
    public static final int FAILED = 1;

    /// The command line itself is wrong: an unknown option, a missing argument, a bad number.
    public static final int USAGE = 2;

    private ExitCode() {
    }
}
