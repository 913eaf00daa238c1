package dev.lathe.cli.options;

import dev.lathe.bert.predict.TextInput;
import dev.lathe.cli.terminal.Chunks;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.InputRows;
import dev.lathe.cli.terminal.StandardInput;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.cli.terminal.TextLines;
import dev.lathe.train.data.ChoiceExample;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.MultipleChoices;
import dev.lathe.train.data.text.PlainText;
import dev.lathe.train.data.question.QuestionExample;
import dev.lathe.train.data.question.Questions;
import dev.lathe.train.data.tags.TaggedSentence;
import dev.lathe.train.data.tags.TaggedSentences;
import dev.lathe.train.data.text.TextRow;
import dev.lathe.train.data.text.TextRows;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.task.PredictionInputs;
import dev.lathe.train.task.Predictor;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What a model is to make predictions of: the options of `predict`.
///
/// What the options must be together depends on the model's task, whose predictor asks for what it needs.
public final class PredictArguments implements PredictionInputs {
    @Option(names = "--text", paramLabel = "TEXT", description = "The text to make a prediction of.")
    private Optional<String> text = Optional.empty();

    @Option(names = "--text-pair", paramLabel = "TEXT", description = "A second text that goes with it.")
    private Optional<String> pair = Optional.empty();

    @Option(names = "--question", paramLabel = "TEXT",
            description = "A question, for question-answering and multiple-choice.")
    private Optional<String> question = Optional.empty();

    @Option(names = "--context", paramLabel = "TEXT", description = "The text that the question is about.")
    private Optional<String> context = Optional.empty();

    @Option(names = "--choice", paramLabel = "TEXT",
            description = "What may be chosen, for multiple-choice; to be given two or more times.")
    private List<String> choices = List.of();

    @Option(names = "--input", paramLabel = "FILE", converter = StandardInput.class,
            description = "A file of texts or questions, instead of the above; - for standard input, where what comes is answered before the next.")
    private Optional<Path> input = Optional.empty();

    @Option(names = "--adapter-column", paramLabel = "NAME",
            description = "The column that names the adapter of each row, of a .jsonl, .csv or .tsv file.")
    private Optional<String> adapterColumn = Optional.empty();

    @Option(names = "--group", paramLabel = "VALUE",
            description = "For a model with thresholds by group: whose text --text is. In a file the model's column says so.")
    private Optional<String> group = Optional.empty();

    @Option(names = "--include-text", description = "Write the texts of a file beside the predictions.")
    private boolean includeText;

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    private Optional<Surroundings> standardInput = Optional.empty();
    private final NotedRows rows = new NotedRows();
    private Optional<String> markColumn = Optional.empty();
    private TextColumns read = TextColumns.standard().unlabelled();
    private boolean tagged;
    private boolean labelled;
    private long total;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// Whether each row names an adapter.
    ///
    /// @throws ParameterException if it should, and there are no rows
    public boolean namesAdapters() {
        if (adapterColumn.isPresent() && input.filter(this::isTable).isEmpty()) {
            throw wrong("--adapter-column: needs --input with a .jsonl, .csv or .tsv file");
        }
        markColumn = adapterColumn;
        return adapterColumn.isPresent();
    }

    /// The adapters that the next rows name.
    ///
    /// @throws CommandFailure if there is no such adapter
    public List<String> nextAdapters(int count, Set<String> known) {
        var names = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            NotedRows.Mark next = rows.nextMark();
            if (!known.contains(next.value())) {
                throw new CommandFailure("%s: row %d: adapter '%s': there is %s".formatted(
                        input.orElseThrow(), next.row(), next.value(), String.join(", ", known)));
            }
            names.add(next.value());
        }
        return names;
    }

    /// Says which columns a file's rows have for a model.
    public void columnsFor(Task<?> task, Path model) throws IOException {
        read = task.columns(columns.asked(model));
        tagged = PredictSettings.readsTokens(task) && columns.format().isEmpty() && input.isPresent()
                && input.get().toString().matches("(?i).*\\.tsv") && !ColumnNames.holds(input.get(), read.text());
    }

    /// What stands in front of the next prediction: which row it is of, if there is a file.
    public Predictor.Fields nextRow() {
        return rows.next();
    }

    /// Whether all that was handed over has its prediction.
    public boolean isAnswered() {
        return rows.areAnswered();
    }

    /// @param surroundings whose standard input may be what is read
    /// @throws ParameterException if what is given is nothing, or twice
    public void check(Surroundings surroundings) {
        standardInput = Optional.of(surroundings);
        boolean alone = text.isPresent() ^ input.isPresent();
        if (isAsked() ? text.isPresent() || pair.isPresent() || hasInput() : !alone || pair.isPresent() && text.isEmpty()) {
            throw wrong("needs --text (and perhaps --text-pair) or --input, one of the two");
        }
    }

    /// Whether a question is given on the command line, or a part of one.
    private boolean isAsked() {
        return question.isPresent() || context.isPresent() || !choices.isEmpty();
    }

    /// How many predictions there will be of the file; 0 as long as nobody knows, and of a stream.
    public long total() {
        return total;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /// Whether predictions are to be made of a file.
    boolean hasInput() {
        return input.isPresent();
    }

    /// Whether they are so few that a GPU would take longer to start than the CPU to finish.
    public boolean isShort() {
        return input.map(DeviceArgument::isShort).orElse(true);
    }

    /// Hands over the texts, or pairs of texts, in their order and a chunk at a time.
    ///
    /// @throws ParameterException if a question is given instead
    @Override
    public void texts(Use given) throws IOException {
        if (isAsked()) {
            throw wrong("--question, --context and --choice: are not for this model's task; needs --text or --input");
        }
        if (input.isEmpty()) {
            given.accept(List.of(new TextInput(text.orElseThrow(), pair)));
        } else if (isConll(input.get())) {
            List<TaggedSentence> sentences = TaggedSentences.read(input.get(), DataFormat.CONLL).examples();
            total = sentences.size();
            Chunks.of(sentences.iterator(), chunk -> {
                chunk.forEach(this::take);
                given.accept(chunk.stream().map(PredictArguments::input).toList());
            });
        } else if (isTable(input.get())) {
            eachRow((path, in) -> TextRows.open(path, in, columns.formatOf(path), read, markColumn.stream().toList()), row -> {
                take(row);
                labelled |= row.gold().isPresent();
                row.others().forEach(rows::mark);
            }, chunk -> given.accept(chunk.stream().map(PredictArguments::input).toList()));
            if (read.labelled() && !labelled) {
                standardInput.orElseThrow().say("%s: no row has '%s', which --label-column names".formatted(input.get(), read.label()));
            }
        } else {
            total = TextLines.count(input.get());
            try (TextLines lines = TextLines.of(input.get(), standardInput.orElseThrow())) {
                lines.chunks(chunk -> {
                    doubt(chunk.getFirst());
                    chunk.forEach(line -> take(new PlainText(new SourceLine(input.get(), rows.taken() + 1L), line)));
                    given.accept(chunk.stream().map(TextInput::of).toList());
                });
            }
        }
    }

    /// A line that is an object was hardly meant to be a text.
    private void doubt(String line) {
        if (rows.taken() == 0 && StandardInput.is(input.orElseThrow()) && line.startsWith("{\"") && line.endsWith("}")) {
            standardInput.orElseThrow().say("standard input: the first line looks like JSON and is read as a text; --format jsonl reads its keys");
        }
    }

    private <E extends Example> void eachRow(InputRows.Opened<E> opened, Consumer<E> note, Chunks.Use<E> use) throws IOException {
        var file = new InputRows<>(input.orElseThrow(), standardInput.orElseThrow(), opened);
        total = file.check();
        file.each(chunk -> {
            chunk.forEach(note);
            use.accept(chunk);
        });
    }

    /// Notes which row the next prediction will be of.
    private void take(Example example) {
        rows.take(example, includeText);
    }

    /// Whose texts they are: the option's for the text of the command line, a column's for a file.
    ///
    /// @throws ParameterException if nothing says so
    @Override
    public Supplier<String> groups(String column) {
        if (input.isPresent() == group.isPresent() || input.filter(this::isConll).isPresent()) {
            throw wrong("the model has thresholds by '%s': needs --group with --text, or --input with a table that has this column, and no --group"
                    .formatted(column));
        }
        if (group.isPresent()) {
            return group::get;
        }
        columns.formatOf(input.get());
        markColumn = Optional.of(column);
        return () -> rows.nextMark().value();
    }

    private boolean isConll(Path file) {
        return tagged || columns.format().map(format -> format == DataFormat.CONLL)
                .orElse(file.toString().matches("(?i).*\\.conllu?"));
    }

    private boolean isTable(Path file) {
        return DataFormat.isTable(file, columns.format());
    }

    private static TextInput input(TextRow example) {
        return new TextInput(example.text(), Optional.ofNullable(example.textPair()));
    }

    /// The words of a sentence, a space between each two.
    private static TextInput input(TaggedSentence sentence) {
        return TextInput.of(String.join(" ", sentence.tokens()));
    }

    /// The one question of the command line; empty if there is a file.
    ///
    /// @throws ParameterException if there is none, or more than a question
    @Override
    public Optional<QuestionAndContext> question() {
        if (hasInput()) {
            return Optional.empty();
        }
        requireQuestion();
        return Optional.of(new QuestionAndContext(question.orElseThrow(), context.orElseThrow()));
    }

    private void requireQuestion() {
        if (question.isEmpty() || context.isEmpty() || !choices.isEmpty()) {
            throw wrong("the model answers questions: needs --question and --context, or --input with a SQuAD file");
        }
    }

    /// The questions of the file.
    @Override
    public List<QuestionExample> questions() throws IOException {
        List<QuestionExample> asked = Questions.readUnanswered(input.orElseThrow()).examples();
        total = asked.size();
        asked.forEach(question -> rows.takeQuestion(question, includeText));
        return asked;
    }

    /// The questions of the command line or the file, with what may be chosen.
    ///
    /// @throws ParameterException if there is no question, or fewer than two choices
    @Override
    public void choices(ChoiceUse given) throws IOException {
        if (input.isPresent()) {
            eachRow(MultipleChoices::openUnlabelled, this::take, given::accept);
            return;
        }
        if (question.isEmpty() && context.isEmpty() || choices.size() < 2) {
            throw wrong("the model chooses: needs --context or --question or both, and --choice twice or more, or --input");
        }
        String before = context.or(() -> question).orElseThrow();
        given.accept(List.of(new ChoiceExample(
                new SourceLine(Path.of("command line"), 1), before, context.isPresent() ? question.orElse(null) : null,
                choices, ChoiceExample.UNLABELLED)));
    }
}
