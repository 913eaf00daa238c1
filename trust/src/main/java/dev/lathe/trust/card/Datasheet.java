package dev.lathe.trust.card;

import static dev.lathe.trust.card.Entry.of;
import static dev.lathe.trust.card.Entry.ofPeople;

import java.util.List;

/// The sections of Gebru et al. (2021).
final class Datasheet {
    private Datasheet() {}

    static List<Section> sections(Known known) {
        return List.of(
                Section.of("Motivation", ofPeople("for what purpose, by whom and with whose money the data was made")),
                Section.of("Composition",
                        of("files, rows and examples", known.data()),
                        of("columns read", known.columns()),
                        of("labels, with examples evaluated", known.byClass()),
                        ofPeople("what an instance stands for, and what is missing"),
                        ofPeople("whether people are identified in it, or what is sensitive"),
                        of("what is promised to those in it", known.privacy())),
                Section.of("Collection process", ofPeople("how, by whom, when, and with whose consent it was collected")),
                Section.of("Preprocessing, cleaning, labelling", ofPeople("what was done to it, and whether the raw data was kept")),
                Section.of("Uses",
                        of("task it was used for", known.task()),
                        of("scores reached with it", known.scores()),
                        ofPeople("what it should not be used for")),
                Section.of("Distribution", of("licence", known.licences()), ofPeople("to whom, and under which restrictions")),
                Section.of("Maintenance", ofPeople("who keeps it, corrects it and removes from it")));
    }
}
