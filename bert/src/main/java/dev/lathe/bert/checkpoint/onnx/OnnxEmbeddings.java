package dev.lathe.bert.checkpoint.onnx;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Recognises embeddings: a normalised sum of rows of tables, widened by a linear layer in some families.
final class OnnxEmbeddings {
    static final String WORDS = "embeddings.word_embeddings";
    static final String POSITIONS = "embeddings.position_embeddings";
    static final String TYPES = "embeddings.token_type_embeddings";
    static final String NORM = "embeddings.LayerNorm";
    static final String PROJECTION = "embeddings_project";

    private static final int MAX_TABLES = 3;
    private static final int MAX_POSITIONS = 1 << 16;
    private static final int MAX_NODES = 200;

    private final OnnxFlow flow;
    private final OnnxGraph graph;
    private final OnnxValues values;
    private final OnnxParts parts;

    OnnxEmbeddings(OnnxGraph graph, OnnxFlow flow, OnnxValues values, OnnxParts parts) {
        this.graph = graph;
        this.flow = flow;
        this.values = values;
        this.parts = parts;
    }

    /// @param countsFromPadding whether positions are counted over what is no padding
    record Found(
            OnnxTensor words, OnnxTensor positions, Optional<OnnxTensor> types, OnnxParts.Norm norm,
            Optional<OnnxParts.Linear> projection, boolean countsFromPadding) {

        void addTo(OnnxRoles roles) throws CheckpointException {
            roles.addTable(WORDS, words);
            roles.addTable(POSITIONS, positions);
            if (types.isPresent()) {
                roles.addTable(TYPES, types.get());
            }
            roles.add(NORM, norm);
            if (projection.isPresent()) {
                roles.add(PROJECTION, projection.get());
            }
        }
    }

    /// What the rows of a table are chosen by.
    private enum Chosen { BY_WORDS, BY_TYPES, BY_PLACES, BY_COUNTED_PLACES, OTHERWISE }

    private record Table(OnnxTensor tensor, Chosen chosen) {}

    /// The embeddings that a value is; nothing if it is made otherwise.
    Optional<Found> of(String value) throws IOException {
        Optional<OnnxParts.Linear> projection = parts.linear(value);
        Optional<OnnxParts.Norm> norm = parts.norm(projection.map(OnnxParts.Linear::input).orElse(value));
        List<Table> tables = norm.isPresent() ? tables(norm.get().input()) : List.of();
        Optional<OnnxTensor> words = only(tables, Chosen.BY_WORDS);
        Optional<OnnxTensor> types = only(tables, Chosen.BY_TYPES);
        List<OnnxTensor> given = tables.stream().filter(table -> table.chosen() == Chosen.BY_WORDS).map(Table::tensor)
                .sorted(Comparator.comparing(table -> table.dimensions().getFirst())).toList();
        if (given.size() == 2 && types.isEmpty()) {
            // Inputs whose names say nothing: there are fewer types than words.
            types = Optional.of(given.getFirst());
            words = Optional.of(given.getLast());
        }
        boolean counted = only(tables, Chosen.BY_COUNTED_PLACES).isPresent();
        Optional<OnnxTensor> positions = only(tables, counted ? Chosen.BY_COUNTED_PLACES : Chosen.BY_PLACES);
        boolean complete = words.isPresent() && positions.isPresent() && tables.size() == (types.isPresent() ? 3 : 2);
        return complete
                ? Optional.of(new Found(words.get(), positions.get(), types, norm.get(), projection, counted))
                : Optional.empty();
    }

    /// How long all texts of a graph are whose exporter has put the rows of some positions in the place of their table.
    Optional<Long> onlyLength() {
        return graph.nodes().stream().filter(node -> node.is("Add", 2))
                .filter(node -> isRows(node.input(0)))
                .flatMap(node -> flow.constant(node.input(1)).stream())
                .filter(tensor -> tensor.isFloat() && tensor.axes() == 3 && tensor.dimensions().getFirst() == 1)
                .map(tensor -> tensor.dimensions().get(1))
                .findFirst();
    }

    /// Rows of a table, or a sum of such.
    private boolean isRows(String value) {
        return flow.maker(value).filter(node -> node.is("Gather") || node.is("Add", 2) && flow.maker(node.input(0), "Gather").isPresent())
                .isPresent();
    }

    private static Optional<OnnxTensor> only(List<Table> tables, Chosen chosen) {
        List<OnnxTensor> found = tables.stream().filter(table -> table.chosen() == chosen).map(Table::tensor).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// The tables of which a sum takes rows; none if anything else is added.
    private List<Table> tables(String sum) throws IOException {
        var open = new ArrayDeque<>(List.of(sum));
        var tables = new ArrayList<Table>();
        int sums = 0;
        while (!open.isEmpty()) {
            Optional<OnnxNode> maker = flow.maker(open.pop());
            if (maker.isPresent() && maker.get().is("Add", 2) && ++sums < MAX_TABLES) {
                open.addAll(maker.get().inputs());
                continue;
            }
            Optional<OnnxTensor> table = maker.filter(node -> node.is("Gather") && node.integer("axis", 0) == 0)
                    .flatMap(node -> flow.constant(node.input(0)))
                    .filter(tensor -> tensor.isFloat() && tensor.axes() == 2);
            if (table.isEmpty()) {
                return List.of();
            }
            tables.add(new Table(table.get(), chosen(maker.get().input(1))));
        }
        return tables;
    }

    /// What an index is made of.
    private final class Index {
        private final Set<String> inputs = new HashSet<>();
        private boolean direct = true;
        private boolean zeros;
        private boolean places;
        private boolean counted;
        private boolean other;

        private void add(OnnxNode node) {
            switch (node.operation()) {
                case "Cast", "Reshape", "Unsqueeze", "Squeeze", "Flatten", "Shape", "Constant" -> {
                    // the same numbers in another form, and what forms are made of
                }
                case "Range" -> places = true;
                case "CumSum" -> counted = true;
                case "ConstantOfShape" -> zeros = true;
                case "Slice", "Gather", "GatherElements", "Expand", "Add", "Sub", "Mul", "Not", "Equal", "Where", "Concat",
                        "Tile", "Div", "Mod", "Max", "Min", "And", "Or" ->
                    direct = false;
                default -> other = true;
            }
        }

        private void add(OnnxTensor table) throws IOException {
            if (table.elements() == 1) {
                return;
            }
            Optional<double[]> numbers = values.numbers(table, MAX_POSITIONS);
            boolean allZero = true;
            boolean rising = true;
            double[] all = numbers.orElse(new double[0]);
            for (int i = 0; i < all.length; i++) {
                allZero &= all[i] == 0;
                rising &= all[i] == i;
            }
            other |= numbers.isEmpty() || table.isFloat();
            // Shapes that something is expanded or reshaped to are few numbers.
            boolean small = all.length <= 4;
            zeros |= allZero && !small;
            places |= rising && !small;
            other |= !allZero && !rising && !small;
        }

        private Chosen chosen() {
            if (other) {
                return Chosen.OTHERWISE;
            }
            if (counted) {
                return Chosen.BY_COUNTED_PLACES;
            }
            if (direct && inputs.size() == 1 && !places && !zeros) {
                String name = inputs.iterator().next();
                if (name.contains("type") || name.contains("segment")) {
                    return Chosen.BY_TYPES;
                }
                return name.contains("position") ? Chosen.BY_PLACES : Chosen.BY_WORDS;
            }
            return zeros ? Chosen.BY_TYPES : places ? Chosen.BY_PLACES : Chosen.OTHERWISE;
        }
    }

    private Chosen chosen(String value) throws IOException {
        var index = new Index();
        var seen = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(flow.source(value)));
        while (!open.isEmpty() && seen.size() < MAX_NODES) {
            String at = open.pop();
            Optional<OnnxTensor> constant = flow.constant(at);
            Optional<OnnxNode> maker = graph.makerOf(at);
            if (at.isEmpty() || !seen.add(at)) {
                continue;
            }
            if (constant.isPresent()) {
                index.add(constant.get());
            } else if (maker.isPresent()) {
                index.add(maker.get());
                // A form's size is of no interest, whatever it is taken from.
                boolean form = maker.get().is("Shape");
                boolean reshaped = maker.get().is("Reshape") || maker.get().is("Expand");
                open.addAll(form ? List.of() : reshaped ? maker.get().inputs().subList(0, 1) : maker.get().inputs());
            } else {
                index.inputs.add(at);
            }
        }
        return open.isEmpty() ? index.chosen() : Chosen.OTHERWISE;
    }
}
