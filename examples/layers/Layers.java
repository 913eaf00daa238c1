import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.train.inside.LayerChange;
import dev.lathe.train.inside.LayerStates;
import dev.lathe.train.inside.LinearCka;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;

/// Which layers does fine-tuning move, and does freezing the others cost anything?
static final Path BASE = Path.of("target/all-MiniLM-L6-v2");
static final Path TRAIN = Path.of("../sentiment/train.jsonl");
static final Path TEST = Path.of("../sentiment/test.jsonl");

void main() throws IOException {
    try (Device device = Device.cpu()) {
        double all = accuracy(device, "all", List.of());
        List<LayerChange> changes = LayerChange.between(ModelDirectory.open(BASE), ModelDirectory.open(Path.of("target/all")));
        double[] alike = alike(device);
        print("part        moved by  CKA with before");
        for (int i = 0; i < changes.size(); i++) {
            print("%-10s  %6.2f %%           %.3f", changes.get(i).part(), 100 * changes.get(i).change(), alike[i]);
        }
        Files.writeString(Path.of("target/layers.svg"), plot(changes));
        List<String> ranked = changes.stream().filter(change -> change.part().startsWith("layer "))
                .sorted(Comparator.comparingDouble(LayerChange::change)).map(LayerChange::part).toList();
        List<String> least = ranked.subList(0, ranked.size() / 2);
        List<String> most = ranked.subList(ranked.size() / 2, ranked.size());
        IO.println();
        print("trained                accuracy");
        row("everything", all);
        row("moved most: " + numbers(most), accuracy(device, "most", least));
        row("moved least: " + numbers(least), accuracy(device, "least", most));
        row("the head alone", accuracy(device, "head", ranked));
    }
}

/// The accuracy of a fine-tuning in which some layers stay as they are; the embeddings do too if any does.
double accuracy(Device device, String name, List<String> frozen) throws IOException {
    var paths = new ArrayList<String>();
    if (!frozen.isEmpty()) {
        paths.add("*embeddings");
    }
    frozen.forEach(layer -> paths.add("*encoder." + layer.replace(' ', '.')));
    return new FineTuning(BaseModel.of(BASE), TrainingData.of(TRAIN).withTest(TEST), Path.of("target/" + name))
            .options(TrainingOptions.builder().epochs(5).learningRate(5e-4).freeze(paths).build())
            .overwrite().run(device, TrainingListener.NONE).evaluation().orElseThrow().score("accuracy");
}

/// How alike the layers see the held-out texts before and after.
double[] alike(Device device) throws IOException {
    List<String> texts = Files.readAllLines(TEST).stream().map(line -> line.replaceAll(".*\"text\": ?\"([^\"]*)\".*", "$1")).toList();
    LayerStates before = LayerStates.of(ModelDirectory.open(BASE), device, texts, 128);
    LayerStates after = LayerStates.of(ModelDirectory.open(Path.of("target/all")), device, texts, 128);
    var alike = new double[before.places().size()];
    for (int i = 0; i < alike.length; i++) {
        alike[i] = LinearCka.of(before.states().get(i), after.states().get(i));
    }
    return alike;
}

/// A bar for each part, as long as it was moved.
String plot(List<LayerChange> changes) {
    double longest = changes.stream().mapToDouble(LayerChange::change).max().orElseThrow();
    var svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"480\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">\n"
            .formatted(20 + 24 * changes.size()));
    for (int i = 0; i < changes.size(); i++) {
        int y = 10 + 24 * i;
        double width = 300 * changes.get(i).change() / longest;
        svg.append(String.format(Locale.ROOT, """
                <text x="80" y="%d" text-anchor="end">%s</text><rect x="90" y="%d" width="%.1f" height="18" fill="#3b6ea5"/>\
                <text x="%.1f" y="%d">%.2f %%</text>
                """, y + 14, changes.get(i).part(), y, width, 95 + width, y + 14, 100 * changes.get(i).change()));
    }
    return svg.append("</svg>\n").toString();
}

String numbers(List<String> layers) {
    return layers.stream().map(layer -> layer.substring(6)).sorted().collect(Collectors.joining(", "));
}

void row(String what, double accuracy) {
    print("%-21s  %.4f", what, accuracy);
}

void print(String format, Object... values) {
    IO.println(String.format(Locale.ROOT, format, values));
}
