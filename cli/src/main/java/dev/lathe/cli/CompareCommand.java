package dev.lathe.cli;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.ResultFile;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.history.RunComparison;
import dev.lathe.train.history.RunCourse;
import dev.lathe.train.history.RunSummary;
import dev.lathe.train.page.ComparisonPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lathe compare`: finished runs side by side.
@Command(name = "compare", mixinStandardHelpOptions = true,
        description = "Shows finished runs side by side: the settings that differ, scores with their intervals, time, memory and "
                + "parameters trained.",
        customSynopsis = "lathe compare RUN... [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe compare small large",
            "  lathe compare small large --html comparison.html",
            "  lathe compare small large --json"})
final class CompareCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Model directories that 'lathe finetune' has written.")
    private List<Path> directories = List.of();

    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with the same table, and the curves of all runs.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--json", description = "Print JSON instead of the table.")
    private boolean json;

    private final Surroundings surroundings;

    CompareCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Optional<ResultFile> file = html.map(ResultFile::at);
        var runs = new ArrayList<RunSummary>();
        for (Path directory : directories) {
            runs.add(RunSummary.read(directory));
        }
        var comparison = new RunComparison(runs);
        if (file.isPresent()) {
            write(file.get(), comparison);
        }
        if (json) {
            surroundings.out().write(comparison.toJson());
        } else {
            surroundings.out().print(comparison.toText());
            comparison.doubt().ifPresent(surroundings::say);
        }
        return ExitCode.DONE;
    }

    private void write(ResultFile file, RunComparison comparison) throws IOException {
        var courses = new ArrayList<RunCourse>();
        for (Path directory : directories) {
            courses.add(RunCourse.read(directory.resolve("metrics.jsonl")));
        }
        try (file) {
            var out = file.begin(surroundings);
            out.write(new ComparisonPage(comparison, courses).toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            file.complete();
        }
    }
}
