package dev.lathe.bert.checkpoint.onnx;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Recognises what stands on an encoder, from each of a graph's outputs backwards.
final class OnnxHeads {
    /// Paths of the parts of heads; a family's names for them are another matter.
    static final String FIRST_DENSE = "pooler.dense";
    static final String FIRST_SCORES = "first.scores";
    static final String TOKEN_SCORES = "tokens.scores";
    static final String TOKEN_DENSE = "tokens.dense";
    static final String WORDS = "words";

    private static final Set<String> FORMS = Set.of("Squeeze", "Unsqueeze", "Reshape", "Flatten");
    private static final int MAX_FORMS = 8;

    private final String file;
    private final OnnxFlow flow;
    private final OnnxArithmetic arithmetic;
    private final OnnxParts parts;
    private final OnnxRoles roles;
    private final List<Integer> columns = new ArrayList<>();
    private String firstAct = "";
    private String tokenAct = "";
    private String wordAct = "";
    private double wordEpsilon;

    OnnxHeads(String file, OnnxFlow flow, OnnxArithmetic arithmetic, OnnxParts parts, OnnxRoles roles) {
        this.file = file;
        this.flow = flow;
        this.arithmetic = arithmetic;
        this.parts = parts;
        this.roles = roles;
    }

    /// The activation behind the layer over the first token; empty if there is none.
    String firstAct() {
        return firstAct;
    }

    String tokenAct() {
        return tokenAct;
    }

    String wordAct() {
        return wordAct;
    }

    /// What the normalisation of a head that guesses words adds; 0 if there is none.
    double wordEpsilon() {
        return wordEpsilon;
    }

    /// Whether scores of tokens come out in two parts: where an answer starts and where it ends.
    ///
    /// @throws CheckpointException when they come out in other parts
    boolean answers() throws CheckpointException {
        if (!columns.isEmpty() && !columns.equals(List.of(0, 1))) {
            throw new CheckpointException(
                    file, "its outputs are columns " + columns + " of scores: of where answers start and end, 0 and 1 are");
        }
        return !columns.isEmpty();
    }

    /// The hidden states on which the parts behind an output stand; nothing if none of these parts is there.
    Optional<String> below(String output) throws IOException {
        String value = withoutForms(output);
        Optional<OnnxParts.Linear> scores = parts.linear(value);
        if (scores.isPresent()) {
            return belowScores(scores.get());
        }
        Optional<OnnxActivation.Found> act = OnnxActivation.of(value, flow, arithmetic);
        Optional<OnnxParts.Linear> dense = act.isPresent() ? parts.linear(act.get().input()) : Optional.empty();
        Optional<String> below = dense.isPresent() ? parts.firstToken(dense.get().input()) : Optional.empty();
        if (below.isPresent()) {
            addFirst(dense.get(), act.get());
        }
        return below;
    }

    private Optional<String> belowScores(OnnxParts.Linear scores) throws IOException {
        Optional<OnnxActivation.Found> act = OnnxActivation.of(scores.input(), flow, arithmetic);
        Optional<OnnxParts.Linear> dense = act.isPresent() ? parts.linear(act.get().input()) : Optional.empty();
        if (dense.isPresent()) {
            Optional<String> first = parts.firstToken(dense.get().input());
            if (first.isPresent()) {
                addFirst(dense.get(), act.get());
                roles.add(FIRST_SCORES, scores);
                return first;
            }
            roles.add(TOKEN_DENSE, dense.get());
            roles.add(TOKEN_SCORES, scores);
            tokenAct = known(act.get());
            return Optional.of(dense.get().input());
        }
        Optional<OnnxParts.Norm> norm = parts.norm(scores.input());
        Optional<OnnxActivation.Found> guess = norm.isPresent()
                ? OnnxActivation.of(norm.get().input(), flow, arithmetic)
                : Optional.empty();
        Optional<OnnxParts.Linear> transform = guess.isPresent() ? parts.linear(guess.get().input()) : Optional.empty();
        if (transform.isPresent()) {
            addWords(transform.get(), guess.get(), norm.get(), scores);
            return Optional.of(transform.get().input());
        }
        roles.add(TOKEN_SCORES, scores);
        return Optional.of(scores.input());
    }

    private void addFirst(OnnxParts.Linear dense, OnnxActivation.Found act) throws CheckpointException {
        roles.add(FIRST_DENSE, dense);
        firstAct = known(act);
    }

    private void addWords(
            OnnxParts.Linear transform, OnnxActivation.Found act, OnnxParts.Norm norm, OnnxParts.Linear decoder)
            throws CheckpointException {
        roles.add(WORDS + ".dense", transform);
        roles.add(WORDS + ".LayerNorm", norm);
        roles.add(WORDS + ".decoder", decoder);
        wordAct = known(act);
        wordEpsilon = norm.epsilon();
    }

    /// An activation between two linear layers.
    ///
    /// @throws CheckpointException when it is one that is not known
    Optional<OnnxActivation.Found> activation(String value) throws IOException {
        Optional<OnnxActivation.Found> found = OnnxActivation.of(value, flow, arithmetic);
        if (found.isPresent()) {
            known(found.get());
        }
        return found;
    }

    private String known(OnnxActivation.Found act) throws CheckpointException {
        if (act.name().isEmpty()) {
            throw new CheckpointException(
                    file, "what follows '" + act.input() + "' is an activation that is not known: gelu, gelu_new, relu and tanh are");
        }
        return act.name();
    }

    /// The value that is only put into another form, or of which one column is taken.
    private String withoutForms(String output) throws IOException {
        String at = flow.source(output);
        for (int step = 0; step < MAX_FORMS; step++) {
            Optional<OnnxNode> maker = flow.maker(at);
            if (maker.isEmpty() || maker.get().is("Reshape") && parts.linear(at).isPresent()) {
                return at;
            }
            OnnxNode node = maker.get();
            Optional<Integer> column = column(node, at);
            if (column.isPresent()) {
                columns.add(column.get());
            } else if (!FORMS.contains(node.operation())) {
                return at;
            }
            at = flow.source(node.input(0));
        }
        return at;
    }

    /// Which column a node takes of scores of tokens.
    private Optional<Integer> column(OnnxNode node, String value) throws IOException {
        long axis = node.integer("axis", 0);
        if (axis != -1 && axis != 2) {
            return Optional.empty();
        }
        return switch (node.operation()) {
            case "Split" -> Optional.of(node.outputs().indexOf(value));
            case "Gather" -> arithmetic.scalar(node.input(1)).map(Double::intValue);
            default -> Optional.empty();
        };
    }
}
