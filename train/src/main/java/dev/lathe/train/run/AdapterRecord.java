package dev.lathe.train.run;

import dev.lathe.bert.adapter.AdapterConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.hub.KnownModel;
import dev.lathe.bert.hub.KnownModels;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.train.output.CardTask;
import dev.lathe.train.output.TrainingRecord;
import dev.lathe.train.run.weights.TrainedPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What a run writes down of its adapter.
final class AdapterRecord {
    private AdapterRecord() {}

    /// Adds the method and its settings to `training.json`.
    static void describe(TrainingRecord record, AdapterMethod method) {
        record.option("peft", method.name());
        method.settings().forEach((name, value) -> {
            switch (value) {
                case Integer number -> record.option(name, number.longValue());
                case Double number -> record.option(name, number);
                case Boolean truth -> record.option(name, truth);
                default -> record.option(name, String.valueOf(value));
            }
        });
    }

    /// Writes `adapter_config.json`. The base is called by its name if it is a known model, else by its path.
    static void write(Path directory, TrainedPart.Adapted part, FineTuningInputs<?, ?> inputs, BaseModel base, int steps) throws IOException {
        String found = KnownModels.named(base.name()).isPresent()
                ? base.name() : base.directory().toAbsolutePath().normalize().toString();
        List<String> modules = part.head(inputs.kept()).stream().map(ModelParameter::name)
                .map(AdapterRecord::module).distinct().toList();
        AdapterConfig.write(directory, part.plan(), steps, found, inputs.model().config(inputs.directory().config().bert()).head(), modules);
    }

    /// What the card says of the task: PEFT opens the result, or nothing but Lathe does.
    static CardTask card(CardTask task, AdapterMethod method, FineTuningInputs<?, ?> inputs, BaseModel base) {
        if (!AdapterConfig.isKnownToPeft(method)) {
            return task.with("lathe", "");
        }
        ModelConfig model = inputs.model().config(inputs.directory().config().bert());
        String head = "AutoModel" + model.head().filter(kind -> kind != ModelHead.NONE).map(ModelHead::suffix).orElse("");
        String labels = model.labels().isEmpty() ? "" : ", num_labels=" + model.labels().size();
        String found = KnownModels.named(base.name()).map(KnownModel::hubName).orElse(base.name()).replace("%", "%%");
        return task.with("peft", """
                from peft import PeftModel
                from transformers import %s

                base = %s.from_pretrained("%s"%s)
                model = PeftModel.from_pretrained(base, "%%s")""".formatted(head, head, found, labels));
    }

    /// The part of a head that a parameter belongs to, as `modules_to_save` names it: `classifier`, `pooler`.
    private static String module(String parameter) {
        String path = parameter.replaceFirst("^[a-z]+\\.(?=pooler\\.)", "");
        return path.substring(0, path.indexOf('.'));
    }
}
