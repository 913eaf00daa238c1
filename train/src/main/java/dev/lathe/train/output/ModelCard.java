package dev.lathe.train.output;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.evaluate.CardScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `README.md` of a model directory, as a Hugging Face model card: what programs read in the YAML front matter, then for
/// people the base model, the data with their hashes, all licences, the scores, and how to use it.
///
/// Licences are SPDX identifiers (`Apache-2.0`, `CC-BY-4.0`) or the words of their owners; `unknown` if nobody knows.
public final class ModelCard {

    private final String name;
    private final CardTask task;
    private final String baseModel;
    private final String baseLicence;
    private final List<String> tags = new ArrayList<>(List.of("lathe", "bert"));
    private final List<UsedData> data = new ArrayList<>();
    private final List<Evaluation> evaluations = new ArrayList<>();
    private String licence;
    private @Nullable String language;
    private @Nullable String adapterMethod;
    private String privacy = "";
    private final List<String> remarks = new ArrayList<>();

    /// A card without data and scores; the model's licence is that of the base model unless [#licence] says otherwise.
    ///
    /// @param name the model's name, which is that of its directory
    /// @param task what it was fine-tuned for
    /// @param baseModel the model that was fine-tuned
    /// @param baseLicence its licence
    public ModelCard(String name, CardTask task, String baseModel, String baseLicence) {
        this.name = name;
        this.task = task;
        this.baseModel = baseModel;
        this.baseLicence = baseLicence;
        this.licence = baseLicence;
    }

    /// Sets the licence of the fine-tuned model.
    ///
    /// @param id the licence
    /// @return this card
    public ModelCard licence(String id) {
        licence = id;
        return this;
    }

    /// Sets the language of the texts.
    ///
    /// @param code its ISO 639 code, `en`
    /// @return this card
    public ModelCard language(String code) {
        language = code;
        return this;
    }

    /// Adds a tag to `lathe` and `bert`.
    ///
    /// @return this card
    public ModelCard tag(String tag) {
        tags.add(tag);
        return this;
    }

    /// Says that this is no model but an adapter, to be used with the base model.
    ///
    /// @param method how it was trained, as `--peft` has it
    /// @return this card
    public ModelCard adapter(String method) {
        adapterMethod = method;
        return tag(method);
    }

    /// Says what was promised to those whom the training data is about.
    ///
    /// @param words a paragraph
    /// @return this card
    public ModelCard privacy(String words) {
        privacy = words;
        return this;
    }

    /// Says something of the data, or of what was done with it. One after the other.
    ///
    /// @param words a line
    /// @return this card
    public ModelCard remark(String words) {
        remarks.add(words);
        return this;
    }

    /// Adds data that the run used.
    ///
    /// @param split the data and what it was for
    /// @param dataLicence its licence
    /// @return this card
    public ModelCard data(DataSplit split, String dataLicence) {
        data.add(new UsedData(split, dataLicence));
        return this;
    }

    /// Adds the scores of an evaluation.
    ///
    /// @param split what was evaluated
    /// @param scores the scores, those of the task
    /// @return this card
    public ModelCard scores(DataSplit split, List<CardScore> scores) {
        evaluations.add(new Evaluation(split, List.copyOf(scores)));
        return this;
    }

    /// Writes the card.
    ///
    /// @param directory gets `README.md`
    /// @throws IOException if writing fails
    public void write(Path directory) throws IOException {
        Path file = directory.resolve("README.md");
        NamedWriting.of(file, () -> Files.writeString(file, toString()));
    }

    /// The whole text of the card.
    @Override
    public String toString() {
        return frontMatter() + introduction() + dataSection() + privacySection() + scoreSection() + usage();
    }

    private String frontMatter() {
        FrontMatter yaml = new FrontMatter();
        yaml.licence(licence);
        Optional.ofNullable(language).ifPresent(code -> yaml.entry(0, "language", code));
        yaml.entry(0, "library_name", task.library());
        yaml.entry(0, "pipeline_tag", task.pipelineTag());
        yaml.entry(0, "base_model", baseModel);
        if (adapterMethod != null) {
            yaml.entry(0, "base_model_relation", "adapter");
        }
        yaml.list("tags", tags);
        if (!evaluations.isEmpty()) {
            modelIndex(yaml);
        }
        return yaml.toString();
    }

    private void modelIndex(FrontMatter yaml) {
        yaml.key(0, "model-index");
        yaml.entry(0, "- name", name);
        yaml.key(1, "results");
        for (Evaluation evaluation : evaluations) {
            yaml.key(1, "- task");
            yaml.entry(3, "type", task.pipelineTag());
            yaml.key(2, "dataset");
            yaml.entry(3, "name", evaluation.split().file().name());
            yaml.entry(3, "type", evaluation.split().file().name());
            yaml.entry(3, "split", evaluation.split().name());
            yaml.key(2, "metrics");
            for (CardScore score : evaluation.scores()) {
                yaml.entry(2, "- type", score.type());
                yaml.number(3, "value", score.value());
                yaml.entry(3, "name", score.name());
            }
        }
    }

    private String introduction() {
        return """
                # %s

                %s

                | | licence |
                |---|---|
                | this %s | %s |
                | base model %s | %s |
                """.formatted(plain(name), whatItIs(), adapterMethod == null ? "model" : "adapter", plain(licence),
                code(baseModel), plain(baseLicence));
    }

    private String whatItIs() {
        String purpose = plain(task.pipelineTag().replace('-', ' '));
        return adapterMethod == null
                ? "A BERT model for %s, fine-tuned with Lathe from %s.".formatted(purpose, code(baseModel))
                : "An adapter (%s) for %s, trained with Lathe beside %s, with which it is used.".formatted(
                        plain(adapterMethod), purpose, code(baseModel));
    }

    private String dataSection() {
        if (data.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("""

                ## Data

                | used as | file | examples | rows in file | licence | SHA-256 of the file |
                |---|---|---|---|---|---|
                """);
        for (UsedData used : data) {
            DataSplit split = used.split();
            text.append("| %s | %s | %d | %d | %s | `%s` |\n".formatted(plain(split.name()), code(split.file().name()),
                    split.examples(), split.file().rows(), plain(used.licence()), split.file().sha256()));
        }
        remarks.forEach(words -> text.append('\n').append(plain(words)).append('\n'));
        return text.toString();
    }

    private String privacySection() {
        return privacy.isEmpty() ? "" : "\n## Privacy\n\n" + privacy + "\n";
    }

    private String scoreSection() {
        if (evaluations.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("""

                ## Scores

                | set | examples | score | value |
                |---|---|---|---|
                """);
        for (Evaluation evaluation : evaluations) {
            for (CardScore score : evaluation.scores()) {
                text.append(String.format(Locale.ROOT, "| %s | %d | %s | %.4f |\n", plain(evaluation.split().name()),
                        evaluation.split().examples(), plain(score.name()), score.value()));
            }
        }
        return text + "\nThe whole report is in `report.txt` and `report.json`, every option of the run in `training.json`.\n";
    }

    private String usage() {
        return """

                ## Use

                With Lathe, from the folder that holds this directory:

                ```
                %s
                ```
                """.formatted(task.command().formatted(plain(name))) + (task.python().isEmpty() ? "" : """

                With %s:

                ```python
                %s
                ```
                """.formatted(task.library(), task.python().formatted(plain(name))));
    }

    /// One line that can't break out of a table cell or a quoted argument.
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}|`\"\\\\<>]", " ");
    }

    private static String code(String text) {
        return "`" + plain(text) + "`";
    }

    private record UsedData(DataSplit split, String licence) {
    }

    private record Evaluation(DataSplit split, List<CardScore> scores) {
    }
}
