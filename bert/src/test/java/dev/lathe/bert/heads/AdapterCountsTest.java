package dev.lathe.bert.heads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.bert.ShapesOnly;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.nn.adapter.BitFit;
import dev.lathe.nn.adapter.Bottleneck;
import dev.lathe.nn.adapter.Ia3;
import dev.lathe.nn.adapter.Lora;
import dev.lathe.nn.adapter.PrefixTuning;
import dev.lathe.nn.adapter.PromptTuning;
import dev.lathe.nn.adapter.Targets;
import dev.lathe.tensor.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How many numbers of BERT-base each method trains, as its paper or PEFT counts them.
class AdapterCountsTest {
    private static final BertConfig BASE = BertConfig.builder()
            .vocabSize(30_522).hiddenSize(768).numHiddenLayers(12).numAttentionHeads(12).intermediateSize(3072)
            .maxPositionEmbeddings(512).build();

    @Test
    void trainsAsManyAsItsPaperSays() {
        assertEquals(294_912, beside(Lora.DEFAULT, 2));
        assertEquals(147_456, beside(Lora.DEFAULT.withRank(4), 2));
        assertEquals(2_654_208, beside(Lora.DEFAULT.withRank(16).withTargets(
                Targets.of(List.of("query", "key", "value", "dense")).excluding(List.of("pooler.dense"))), 2));
        assertEquals(55_296, beside(Ia3.DEFAULT, 2));
        assertEquals(102_912, beside(BitFit.DEFAULT, 2));
        assertEquals(2_379_264, beside(Bottleneck.HOULSBY.withSize(64), 2));
        assertEquals(15_360, beside(PromptTuning.DEFAULT, 2));
        assertEquals(368_640, beside(PrefixTuning.DEFAULT, 2));
        assertEquals(894_528, beside(Bottleneck.PFEIFFER, 2));
    }

    @Test
    void theHeadTrainsToo() {
        assertEquals(296_450, trained(Lora.DEFAULT, 2));
        assertEquals(1_181_955, trained(Lora.DEFAULT.withRank(32), 3));
    }

    private static long beside(AdapterMethod method, int labels) {
        return trained(method, labels) - labels * 769L;
    }

    private static long trained(AdapterMethod method, int labels) {
        try (var workspace = Workspace.model("shapes", ShapesOnly.backend())) {
            var plan = new AdapterPlan(method, path -> !path.startsWith("classifier."));
            ModelScope scope = ModelScope.root(workspace, plan, (name, shape, own) -> {});
            new BertForSequenceClassification(scope, BASE, labels);
            return scope.parameters().stream().filter(p -> !p.parameter().isFrozen())
                    .mapToLong(p -> p.parameter().shape().size()).sum();
        }
    }
}
