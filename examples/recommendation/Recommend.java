import dev.lathe.bert.predict.SemanticSearch;
import dev.lathe.bert.predict.Similarity;
import dev.lathe.bert.predict.TextEmbedder;

/// Recommends books: a reader's taste is the mean of the vectors of the books chosen before, and the unread books
/// closest to it come first.
static final int SHOWN = 3;
static final int TRIED = 5;

void main() throws IOException {
    Map<String, String> books = new LinkedHashMap<>();
    rows("books.tsv").forEach(row -> books.put(row[0], row[0] + ". " + row[1]));
    Map<String, List<String>> choices = new LinkedHashMap<>();
    rows("choices.tsv").forEach(row -> choices.computeIfAbsent(row[0], _ -> new ArrayList<>()).add(row[1]));

    try (var embedder = TextEmbedder.load(Path.of("target/all-MiniLM-L6-v2"));
            var search = new SemanticSearch<String>(embedder, Similarity.COSINE)) {
        List<String> titles = List.copyOf(books.keySet());
        List<float[]> vectors = embedder.embedAll(List.copyOf(books.values()));
        search.addVectors(titles, vectors);
        Map<String, float[]> vectorOf = new HashMap<>();
        for (int i = 0; i < titles.size(); i++) {
            vectorOf.put(titles.get(i), vectors.get(i));
        }
        choices.forEach((reader, chosen) -> {
            print("%s chose %s", reader, String.join("; ", chosen));
            recommend(search, vectorOf, chosen, SHOWN)
                    .forEach(hit -> print("  %.2f  %s", hit.score(), hit.key()));
        });
        tryOut(search, vectorOf, choices.values());
    }
}

/// The books closest to the mean of those chosen, without these.
List<SemanticSearch.Hit<String>> recommend(
        SemanticSearch<String> search, Map<String, float[]> vectorOf, List<String> chosen, int count) {
    float[] taste = mean(chosen.stream().map(vectorOf::get).toList());
    return search.findVectors(List.of(taste), count + chosen.size()).getFirst().stream()
            .filter(hit -> !chosen.contains(hit.key())).limit(count).toList();
}

/// Hides each choice in turn, and counts how often it is recommended because of the others.
void tryOut(SemanticSearch<String> search, Map<String, float[]> vectorOf, Collection<List<String>> choices) {
    int found = 0;
    int tried = 0;
    double byChance = 0;
    for (List<String> chosen : choices) {
        for (String hidden : chosen) {
            List<String> others = chosen.stream().filter(title -> !title.equals(hidden)).toList();
            boolean isFound = recommend(search, vectorOf, others, TRIED).stream()
                    .anyMatch(hit -> hit.key().equals(hidden));
            found += isFound ? 1 : 0;
            tried++;
            byChance += (double) TRIED / (vectorOf.size() - others.size());
        }
    }
    IO.println();
    print("Of %d choices hidden one at a time, %d come back among the first %d; by chance it would be %.1f.",
            tried, found, TRIED, byChance);
}

float[] mean(List<float[]> vectors) {
    var mean = new float[vectors.getFirst().length];
    for (float[] vector : vectors) {
        for (int i = 0; i < mean.length; i++) {
            mean[i] += vector[i] / vectors.size();
        }
    }
    return mean;
}

/// The lines of a table below its heading.
List<String[]> rows(String file) throws IOException {
    return Files.readAllLines(Path.of(file)).stream().skip(1).map(line -> line.split("\t")).toList();
}

void print(String format, Object... values) {
    IO.println(String.format(Locale.ROOT, format, values));
}
