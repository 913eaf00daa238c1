package dev.lathe.cli.progress;

import dev.lathe.cli.terminal.Surroundings;

/// How far one piece of work has come, on standard error. Safe to call as often as there is news.
public sealed interface Progress extends AutoCloseable permits ProgressBarLine, ProgressLines {

    /// Begins to show a training, which is long most times: in a log, a line for every tenth of it.
    ///
    /// @param surroundings decides between a bar and lines
    /// @param before how many of its steps were done earlier
    /// @param total how many steps it takes, those done earlier too
    /// @return to be told of each step, and closed at the end
    static Progress ofTraining(Surroundings surroundings, long before, long total) {
        return surroundings.isTerminal()
                ? new ProgressBarLine(surroundings, "training", before, total)
                : ProgressLines.ofTraining(surroundings, before, total, System::nanoTime);
    }

    /// Begins to show other work, with its first news: in a log a few lines, however quick it is.
    ///
    /// @param task what is being done, such as "predicting"
    /// @param before how much of it was done before it was worth showing
    /// @param total how many steps it takes, those done earlier too; 0 if nobody knows
    static Progress ofWork(Surroundings surroundings, String task, long before, long total) {
        return surroundings.isTerminal()
                ? new ProgressBarLine(surroundings, task, before, total)
                : ProgressLines.ofWork(surroundings, task, total, System::nanoTime);
    }

    /// Tells the news.
    ///
    /// @param done how many steps are done
    /// @param note what else is worth seeing, such as the loss; empty for nothing
    void at(long done, String note);

    /// Says something else to the person at the screen while the display goes on.
    ///
    /// @param line as in [Surroundings#say(String)]
    void say(String line);

    /// Ends the display; the last state stays visible.
    @Override
    void close();
}
