package dev.lathe.train.data.labels;

import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFile;
import dev.lathe.train.data.rows.QuotedNames;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.tags.TaggedSentence;
import dev.lathe.train.data.text.MultiLabelExample;
import dev.lathe.train.data.text.TextDataset;
import dev.lathe.train.data.text.TextExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The classes of a model: label names and their ids `0..size()-1`.
///
/// Immutable; safe to share between threads.
public final class LabelSet {

    // As Python's str(int) writes one: no plus, no leading zero. "01" is a name.
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]*");

    /// Integers by value without ever overflowing: sign, then number of digits, then digits.
    private static final Comparator<String> BY_VALUE = (a, b) -> {
        boolean negative = a.startsWith("-");
        if (negative != b.startsWith("-")) {
            return negative ? -1 : 1;
        }
        int order = a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
        return negative ? -order : order;
    };

    /// As Python sorts strings. `String.compareTo` goes by UTF-16 units and puts U+10000 before U+FFFF.
    private static final Comparator<String> BY_CODE_POINT = (a, b) -> {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return Arrays.compare(left, right);
    };

    private static final Pattern OUTER_SPACES = Pattern.compile("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$");

    private final String owner;
    private final List<String> names;
    private final Map<String, Integer> ids = new HashMap<>();

    private LabelSet(String owner, Collection<String> names) {
        this.owner = owner;
        this.names = List.copyOf(names);
        for (String name : this.names) {
            Integer earlier = ids.putIfAbsent(name, ids.size());
            if (earlier != null) {
                throw new IllegalArgumentException("labels: " + QuotedNames.of(name) + ": stands for two ids, " + earlier
                        + " and " + ids.size());
            }
        }
    }

    /// The labels that occur in the training data: in numeric order if all are integers, else by code point.
    ///
    /// @param train the training data
    /// @return its labels
    /// @throws DataException if there are fewer than two
    public static LabelSet ofTrainingData(TextDataset train) {
        return ofTrainingData(train.rows());
    }

    /// The labels that occur in the training data: in numeric order if all are integers, else by code point.
    ///
    /// @param train the training data
    /// @return its labels
    /// @throws DataException if there are fewer than two
    public static LabelSet ofTrainingData(Dataset<TextExample> train) {
        Set<String> found = new LinkedHashSet<>();
        train.examples().forEach(example -> found.add(example.label()));
        return ofTraining(train.file(), found);
    }

    /// The tags that occur in the training data of a tagger, in the order of [#ofTrainingData].
    ///
    /// @param train the training data
    /// @return its tags
    /// @throws DataException if there are fewer than two
    public static LabelSet ofTags(Dataset<TaggedSentence> train) {
        Set<String> found = new LinkedHashSet<>();
        train.examples().forEach(sentence -> found.addAll(sentence.tags()));
        return ofTraining(train.file(), found);
    }

    /// The labels that occur in training data where a text may have several, in the order of [#ofTrainingData].
    ///
    /// @param train the training data
    /// @return its labels
    /// @throws DataException if there are none
    public static LabelSet ofMultiLabels(Dataset<MultiLabelExample> train) {
        Set<String> found = new LinkedHashSet<>();
        train.examples().forEach(example -> found.addAll(example.labels()));
        // Decisions name every label, also one that no text has.
        IntStream.range(0, train.examples().getFirst().decisions()).forEach(label -> found.add(Integer.toString(label)));
        if (found.isEmpty()) {
            throw new DataException(train.file().path() + ": no text has a label");
        }
        return sorted(found);
    }

    private static LabelSet ofTraining(DataFile file, Set<String> found) {
        if (found.size() < 2) {
            throw new DataException(file.path() + ": one class only, " + QuotedNames.of(found)
                    + "; classification needs two or more");
        }
        return sorted(found);
    }

    private static LabelSet sorted(Set<String> found) {
        List<String> sorted = new ArrayList<>(found);
        sorted.sort(found.stream().allMatch(LabelSet::isInteger) ? BY_VALUE : BY_CODE_POINT);
        return new LabelSet("the training labels", sorted);
    }

    /// Labels that differ in their outer spaces only, which most likely were meant to be one.
    ///
    /// @param train the training data
    /// @return a line for each label that is written in several ways
    public static List<String> lookalikes(Dataset<? extends Example> train) {
        Map<String, Set<String>> ways = new TreeMap<>();
        for (Example example : train.examples()) {
            example.classes().forEach(name -> ways.computeIfAbsent(OUTER_SPACES.matcher(name).replaceAll("").toLowerCase(Locale.ROOT), _ -> new TreeSet<>()).add(name));
        }
        return ways.values().stream().filter(names -> names.size() > 1)
                .map(names -> "%s: labels %s differ in outer spaces or case only: they count as %d labels".formatted(
                        train.file().path(), QuotedNames.of(names), names.size()))
                .toList();
    }

    /// The labels of a trained model.
    ///
    /// If no name is an integer (`LABEL_0`, `negative`), data may name a class by its id too: `1` is then the class of id 1.
    /// If any name is, integers in the data are names and nothing else, so that `1` never means two things.
    ///
    /// @param namesById `id2label` of the model's config, in the order of the ids
    /// @return its labels
    /// @throws IllegalArgumentException if a name stands twice
    public static LabelSet ofModel(List<String> namesById) {
        LabelSet labels = new LabelSet("the model's labels", namesById);
        if (namesById.stream().noneMatch(LabelSet::isInteger)) {
            for (int id = 0; id < namesById.size(); id++) {
                labels.ids.put(Integer.toString(id), id);
            }
        }
        return labels;
    }

    private static boolean isInteger(String label) {
        return INTEGER.matcher(label).matches();
    }

    /// How many classes there are.
    ///
    /// @return the number
    public int size() {
        return names.size();
    }

    /// The names in the order of their ids, which is what `id2label` of a config holds.
    ///
    /// @return an immutable list
    public List<String> names() {
        return names;
    }

    /// How often each label stands in a data set.
    ///
    /// @return a number for each id
    /// @throws DataException at the first label that is unknown
    public long[] countsOf(Dataset<? extends Example> data) {
        var counts = new long[size()];
        data.examples().forEach(example -> example.classes().forEach(name -> counts[idOf(example.source(), "label", name)]++));
        return counts;
    }

    /// The id of an example's label.
    ///
    /// @return its id, in `0..size()-1`
    /// @throws DataException naming file, line and the known labels if the label is not among them
    public int idOf(TextExample example) {
        return idOf(example.source(), "label", example.label());
    }

    private int idOf(SourceLine source, String what, String name) {
        Integer id = ids.get(name);
        if (id == null) {
            throw source.error(what + " " + QuotedNames.of(name) + " is not among " + owner + ": " + QuotedNames.of(names));
        }
        return id;
    }

    /// The ids of a sentence's tags.
    ///
    /// @return an id for each token, in `0..size()-1`
    /// @throws DataException naming file, line and the known tags at the first tag that is not among them
    public int[] idsOf(TaggedSentence sentence) {
        int[] tags = new int[sentence.tags().size()];
        for (int i = 0; i < tags.length; i++) {
            tags[i] = idOf(sentence.sourceOf(i), "tag", sentence.tags().get(i));
        }
        return tags;
    }

    /// Which labels a text has.
    ///
    /// @param example the text
    /// @return for each id whether the text has its label
    /// @throws DataException naming file, line and the known labels at the first label that is not among them, or if the text decides
    /// about more or fewer labels
    public boolean[] decisionsOf(MultiLabelExample example) {
        if (example.decisions() > 0 && example.decisions() != size()) {
            throw example.source().error(
                    example.decisions() + " ones and zeros, but " + owner + " are " + size() + ": " + QuotedNames.of(names));
        }
        boolean[] decisions = new boolean[size()];
        example.labels().forEach(label -> decisions[idOf(example.source(), "label", label)] = true);
        return decisions;
    }

    /// The ids of all labels of a data set.
    ///
    /// @param data the data set
    /// @return an id for each example, in their order
    /// @throws DataException at the first label that is unknown
    public int[] idsOf(TextDataset data) {
        return data.examples().stream().mapToInt(this::idOf).toArray();
    }
}
