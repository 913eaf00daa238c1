package dev.lathe.trust.card;

import static dev.lathe.trust.card.Entry.of;
import static dev.lathe.trust.card.Entry.ofPeople;

import java.util.List;

/// The functions of NIST AI 100-1 with their categories, in short words of ours.
final class NistFunctions {
    private NistFunctions() {}

    static List<Section> sections(Known known) {
        return List.of(
                Section.of("Govern",
                        ofPeople("GOVERN 1: policies and processes"),
                        ofPeople("GOVERN 2: who answers for what"),
                        ofPeople("GOVERN 3: diversity of those who decide"),
                        ofPeople("GOVERN 4: a culture that speaks of risk"),
                        ofPeople("GOVERN 5: who outside is heard"),
                        of("GOVERN 6: third parties' models", known.base()),
                        of("GOVERN 6: third parties' rights", known.licences())),
                Section.of("Map",
                        ofPeople("MAP 1: context and intended purpose"),
                        of("MAP 2: task and method", known.task()),
                        of("MAP 2: how it was made", known.options()),
                        of("MAP 2: data", known.data()),
                        ofPeople("MAP 3: benefits and costs"),
                        of("MAP 4: risks of components: versions", known.versions()),
                        ofPeople("MAP 5: impact on people and groups")),
                Section.of("Measure",
                        of("MEASURE 1: metrics and test data", known.evaluated()),
                        of("MEASURE 2.3: performance", known.scores()),
                        of("MEASURE 2.3: performance by class", known.byClass()),
                        of("MEASURE 2.4: monitoring in production", known.monitoring()),
                        of("MEASURE 2.7: security: signature", known.signed()),
                        of("MEASURE 2.10: privacy", known.privacy()),
                        of("MEASURE 2.11: fairness: scores by group", known.byGroup()),
                        of("MEASURE 2.12: what the training took", known.machine()),
                        ofPeople("MEASURE 3: how risks are followed over time"),
                        ofPeople("MEASURE 4: whether the measurement itself is any good")),
                Section.of("Manage",
                        ofPeople("MANAGE 1: whether and how it is used, and risks by priority"),
                        ofPeople("MANAGE 2: what is done for benefit and against harm"),
                        of("MANAGE 3: third parties' models, watched", known.base()),
                        ofPeople("MANAGE 4: response, recovery, and telling of incidents")));
    }
}
