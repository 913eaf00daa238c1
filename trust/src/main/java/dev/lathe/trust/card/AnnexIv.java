package dev.lathe.trust.card;

import static dev.lathe.trust.card.Entry.of;
import static dev.lathe.trust.card.Entry.ofPeople;

import java.util.List;

/// The points of Annex IV of Regulation (EU) 2024/1689, in short words of ours.
final class AnnexIv {
    private AnnexIv() {}

    static List<Section> sections(Known known) {
        return List.of(
                Section.of("1. General description",
                        ofPeople("(a) intended purpose and provider"),
                        of("(a) version: the weights", known.weights()),
                        of("(a) kind of task", known.task()),
                        ofPeople("(b) interaction with hardware and software outside the system"),
                        of("(c) versions of software", known.versions()),
                        ofPeople("(d) forms in which it is put on the market"),
                        of("(e) hardware it was trained on", known.machine()),
                        ofPeople("(f) where it is part of a product, illustrations of it"),
                        ofPeople("(g) user interface given to the deployer"),
                        ofPeople("(h) instructions for use")),
                Section.of("2. Elements and development",
                        of("(a) pre-trained model that it began with", known.base()),
                        of("(a) steps of the development: options of the run", known.options()),
                        ofPeople("(b) design choices, assumptions, and what the system optimises for whom"),
                        ofPeople("(c) architecture of the whole system"),
                        of("(d) data: files and their hashes", known.data()),
                        of("(d) licences", known.licences()),
                        ofPeople("(d) how data was obtained, selected, labelled and cleaned"),
                        ofPeople("(e) human oversight by Article 14"),
                        ofPeople("(f) changes that are planned beforehand"),
                        of("(g) validation and test data", known.evaluated()),
                        of("(g) accuracy", known.scores()),
                        of("(g) accuracy by class", known.byClass()),
                        of("(g) discriminatory impact: scores by group", known.byGroup()),
                        of("(h) cybersecurity: signature", known.signed()),
                        of("(h) protection of those in the data", known.privacy())),
                Section.of("3. Monitoring, functioning and control",
                        of("accuracy for specific persons or groups", known.byGroup()),
                        of("expected accuracy", known.scores()),
                        of("monitoring", known.monitoring()),
                        ofPeople("limits of capability, and foreseeable unintended outcomes and risks"),
                        ofPeople("specifications of input data")),
                Section.of("4. Appropriateness of the performance metrics", ofPeople("why these metrics fit the purpose")),
                Section.of("5. Risk management by Article 9", ofPeople("the system of risk management")),
                Section.of("6. Changes through the lifecycle", ofPeople("changes by the provider")),
                Section.of("7. Harmonised standards", ofPeople("standards applied, or other solutions")),
                Section.of("8. Declaration of conformity", ofPeople("a copy")),
                Section.of("9. Post-market monitoring by Article 72",
                        of("what drift is measured against", known.monitoring()), ofPeople("the plan")));
    }
}
