import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.SemanticSearch;
import dev.lathe.bert.predict.Similarity;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextEmbedder;

/// Answers customers: a classifier tells what a question is about, and the answer closest to the question is taken from
/// those for that. Where the classifier is unsure all answers are searched, and where none is close a person is asked.
static final double SURE = 0.45;
static final double CLOSE = 0.25;

record Answer(String intent, String text) {}

void main() throws IOException {
    List<Answer> answers = rows("answers.tsv").stream().map(row -> new Answer(row[0], row[1])).toList();
    try (var classifier = TextClassifier.load(Path.of("target/model"));
            var embedder = TextEmbedder.load(Path.of("target/all-MiniLM-L6-v2"));
            var search = new SemanticSearch<Answer>(embedder, Similarity.COSINE)) {
        search.addAll(answers, answers.stream().map(Answer::text).toList());
        IO.println();
        for (String question : Files.readAllLines(Path.of("questions.txt"))) {
            Prediction intent = classifier.predict(question);
            IO.println(question);
            print("  %s, %.2f", intent.label(), intent.score());
            IO.println("  " + answer(intent, search.find(question, answers.size())));
        }
        compare(search, rows("test.tsv"));
    }
}

/// What to say, given all answers, the closest first.
String answer(Prediction intent, List<SemanticSearch.Hit<Answer>> hits) {
    var best = hits.stream()
            .filter(hit -> intent.score() < SURE || hit.key().intent().equals(intent.label()))
            .findFirst().orElseThrow();
    return best.score() < CLOSE
            ? "-> a person"
            : String.format(Locale.ROOT, "-> %s (%.2f)", best.key().text(), best.score());
}

/// How well the closest answer alone tells what a question is about, without anything learnt.
void compare(SemanticSearch<Answer> search, List<String[]> questions) {
    long right = questions.stream()
            .filter(row -> search.find(row[0], 1).getFirst().key().intent().equals(row[1])).count();
    IO.println();
    print("Without the classifier, the closest answer has the right intent for %d of %d held-out questions.",
            right, questions.size());
}

/// The lines of a table below its heading.
List<String[]> rows(String file) throws IOException {
    return Files.readAllLines(Path.of(file)).stream().skip(1).map(line -> line.split("\t")).toList();
}

void print(String format, Object... values) {
    IO.println(String.format(Locale.ROOT, format, values));
}
