package dev.lathe.train.history;

import dev.lathe.train.evaluate.LayerMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The course of a training, as its `metrics.jsonl` has it.
///
/// @param steps in their order
/// @param evaluations in their order
/// @param layers what was seen of the layers at some steps; empty if nobody looked
public record RunCourse(List<Step> steps, List<Evaluated> evaluations, SequencedMap<String, List<LayerPoint>> layers) {
    /// An optimiser step; what is no number was not finite.
    ///
    /// @param step from 1
    /// @param rate the learning rate
    /// @param gradNorm before clipping
    public record Step(long step, double loss, double rate, double gradNorm, double tokensPerSecond) {}

    /// An evaluation.
    ///
    /// @param step after how many steps
    /// @param split `train`, `dev` or `test`
    /// @param scores further scores by their key
    public record Evaluated(long step, String split, double loss, SequencedMap<String, Double> scores) {}

    /// One layer at one step.
    ///
    /// @param gradNorm as [LayerMetrics] has it
    /// @param updateRatio as [LayerMetrics#updateRatio]
    public record LayerPoint(long step, double gradNorm, double updateRatio) {}

    /// Reads a file.
    ///
    /// @throws dev.lathe.train.output.OutputException naming a line that is no JSON
    public static RunCourse read(Path file) throws IOException {
        var steps = new ArrayList<Step>();
        var evaluations = new ArrayList<Evaluated>();
        var layers = new LinkedHashMap<String, List<LayerPoint>>();
        int number = 0;
        for (String text : Files.readAllLines(file)) {
            number++;
            JsonValues line = JsonValues.ofLine(text, file + ":" + number);
            if (line.has("layers")) {
                JsonValues all = line.object("layers");
                all.fields().keySet().forEach(name -> layers.computeIfAbsent(name, _ -> new ArrayList<>()).add(new LayerPoint(
                        (long) line.real("step"), all.object(name).real("grad_norm"), all.object(name).real("update_ratio"))));
            } else if (line.has("split")) {
                evaluations.add(evaluated(line, steps.isEmpty() ? 0 : steps.getLast().step()));
            } else {
                steps.add(new Step((long) line.real("step"), line.real("loss"), line.real("lr"), line.real("grad_norm"),
                        line.real("tokens_per_second")));
            }
        }
        return new RunCourse(steps, evaluations, layers);
    }

    private static Evaluated evaluated(JsonValues line, long step) {
        var scores = new LinkedHashMap<String, Double>();
        line.fields().forEach((key, value) -> {
            if (value instanceof Number score && !key.equals("epoch") && !key.equals("step") && !key.equals("loss")) {
                scores.put(key, score.doubleValue());
            }
        });
        return new Evaluated(step, line.text("split"), line.real("loss"), scores);
    }

    /// Those on one set.
    public List<Evaluated> of(String split) {
        return evaluations.stream().filter(one -> one.split().equals(split)).toList();
    }
}
