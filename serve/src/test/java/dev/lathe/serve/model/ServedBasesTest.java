package dev.lathe.serve.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.bert.calls.CallOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServedBasesTest {
    /// An operator knows the names that he gave, not the folders behind them.
    @Test
    void whatAQueueSaysNamesTheModelsThatStandOnIt() {
        var said = new ArrayList<String>();
        List<String> names = new ArrayList<>(List.of("ner"));
        CallOptions options = ServedBases.named(CallOptions.USUAL.withSaid(said::add), names);
        options.said().accept("2 batches at a time");
        names.add("intents");
        options.said().accept("1 batch at a time");
        assertEquals(List.of("'ner': 2 batches at a time", "'ner', 'intents': 1 batch at a time"), said);
    }
}
