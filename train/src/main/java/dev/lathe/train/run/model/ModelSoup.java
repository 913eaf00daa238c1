package dev.lathe.train.run.model;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsWriter;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.WeightFiles;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.run.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One model whose weights are the mean of several fine-tuned from the same base: no slower than one of them, and often better than
/// the best.
///
/// Each weight is summed in double precision and rounded once. Temperatures and thresholds of the models are left out: they were chosen
/// for other weights.
///
/// Source: Wortsman et al., "Model soups: averaging weights of multiple fine-tuned models improves accuracy without increasing inference
/// time", ICML 2022.
public final class ModelSoup {
    private final List<ModelDirectory> models;

    /// @param models two or more, all trained from one base for the same labels in the same order
    /// @throws CheckpointException naming the first tensor, label or base in which one differs from the first
    /// @throws IllegalArgumentException if they are fewer
    public ModelSoup(List<ModelDirectory> models) throws IOException {
        this.models = List.copyOf(models);
        if (models.size() < 2) {
            throw new IllegalArgumentException("soup: %d models: needs at least 2".formatted(models.size()));
        }
        Tasks.ofAll(models);
        for (ModelDirectory model : models) {
            if (model.adapter().isPresent()) {
                throw new CheckpointException(model.path().toString(), "an adapter; 'lathe merge' makes a plain model of it");
            }
            SoupIngredient.requireAlike(models.getFirst(), model);
        }
    }

    /// What a greedy soup has tried.
    ///
    /// @param model that was to be stirred in
    /// @param evaluation of the soup with it
    /// @param kept whether it stayed
    public record Tasting(Path model, Evaluation evaluation, boolean kept) {}

    /// Hears of each tasting.
    @FunctionalInterface
    public interface Listener {
        void tasted(Tasting tasting);
    }

    /// Writes the mean of all, whole or not at all.
    ///
    /// @throws dev.lathe.train.output.OutputException if `out` exists and may not be replaced
    public void uniform(Path out, ExistingOutput existing) throws IOException {
        try (var output = OutputDirectory.openAtOnce(out, existing)) {
            write(models, output.partial());
            output.complete();
        }
    }

    /// Writes the mean of those that do good: beginning with the best one on dev data, each is stirred in and stays if the soup is not worse
    /// with it.
    ///
    /// @param data labelled dev data; what is chosen by it does too well on it
    /// @return the models that stayed
    /// @throws dev.lathe.train.output.OutputException if `out` exists and may not be replaced
    public List<Path> greedy(Path data, Path out, ExistingOutput existing, Device device, Listener listener) throws IOException {
        OutputDirectory.requireAbsent(out, existing);
        var alone = new ArrayList<Tasting>();
        for (ModelDirectory model : models) {
            alone.add(new Tasting(model.path(), new ModelEvaluation(model, data).run(device).evaluation(), false));
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < alone.size(); i++) {
            int at = 0;
            while (at < order.size() && !alone.get(i).evaluation().standing().isBetterThan(alone.get(order.get(at)).evaluation().standing())) {
                at++;
            }
            order.add(at, i);
        }
        try (var output = OutputDirectory.openAtOnce(out, existing)) {
            List<ModelDirectory> kept = new ArrayList<>(List.of(models.get(order.getFirst())));
            Evaluation best = alone.get(order.getFirst()).evaluation();
            listener.tasted(new Tasting(kept.getFirst().path(), best, true));
            for (int next : order.subList(1, order.size())) {
                List<ModelDirectory> with = new ArrayList<>(kept);
                with.add(models.get(next));
                write(with, output.partial());
                Evaluation tasted = new ModelEvaluation(ModelDirectory.open(output.partial()), data)
                        .columns(ModelEvaluation.columnsOf(models.getFirst())).run(device).evaluation();
                boolean stays = !best.standing().isBetterThan(tasted.standing());
                listener.tasted(new Tasting(models.get(next).path(), tasted, stays));
                if (stays) {
                    kept = with;
                    best = tasted;
                }
            }
            write(kept, output.partial());
            output.complete();
            return kept.stream().map(ModelDirectory::path).toList();
        }
    }

    private static void write(List<ModelDirectory> models, Path directory) throws IOException {
        ModelSettings.write(models.getFirst(), directory);
        var open = new ArrayList<Checkpoint>();
        try {
            for (ModelDirectory model : models) {
                open.add(model.openWeights());
            }
            var tensors = new ArrayList<TensorToWrite>();
            for (String name : open.getFirst().names()) {
                TensorEntry entry = open.getFirst().entry(name);
                if (entry.type().readsAsFloat()) {
                    tensors.add(new TensorToWrite(name, entry.shape(), sink -> SoupIngredient.mean(open, entry, sink)));
                }
            }
            SafetensorsWriter.write(directory.resolve(WeightFiles.SINGLE), tensors);
        } finally {
            for (Checkpoint checkpoint : open) {
                checkpoint.close();
            }
        }
    }
}
