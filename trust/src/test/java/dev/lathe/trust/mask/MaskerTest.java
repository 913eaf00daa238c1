package dev.lathe.trust.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.predict.Entity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaskerTest {
    private static Masker of(Span... spans) {
        return new Masker(List.of(_ -> List.of(spans)), Replacement.BY_TYPE);
    }

    @Test
    void nothingSticksOutWhereFindingsOverlap() {
        assertEquals("a[LONG]h", of(new Span("SHORT", 1, 3), new Span("LONG", 2, 6), new Span("TAIL", 5, 7)).mask("abcdefgh").text());
        assertEquals(List.of(new Span("LONG", 1, 7)), of(new Span("TAIL", 5, 7), new Span("SHORT", 1, 3), new Span("LONG", 2, 6)).find("abcdefgh"));
        assertEquals("[A][B]c", of(new Span("A", 0, 1), new Span("B", 1, 2)).mask("abc").text());
    }

    @Test
    void placesAreThoseOfTheTextAsItCame() {
        String text = "😀 a\u200Bnn@example.org 😀";
        Masked masked = Masker.USUAL.mask(text);
        assertEquals("😀 [MAIL] 😀", masked.text());
        assertEquals(List.of(new Span("MAIL", 3, text.length() - 3)), masked.spans());
    }

    @Test
    void aModelsEntitiesAreMaskedBesideWhatRulesFind() {
        var model = EntityFinder.of(text -> List.of(new Entity("per", 0, 3, "Ann", 0.9), new Entity("LOC", 7, 11, "Rome", 0.9),
                new Entity("per", 12, 15, "Tom", 0.4)), Set.of("per"), 0.5);
        var masker = new Masker(List.of(MaskRules.usual(), model), Replacement.BY_TYPE);
        assertEquals("[PER] in  Rome Tom [MAIL]", masker.mask("Ann in  Rome Tom tom@example.org").text());
        var broken = new Masker(List.of(EntityFinder.of(_ -> {
            throw new IllegalArgumentException("bert: secret text");
        }, Set.of(), 0)), Replacement.BY_TYPE);
        assertEquals("mask: the model of entities could not read this text", assertThrows(MaskException.class, () -> broken.mask("x")).getMessage());
        assertEquals("entities: least score NaN: must be 0 to 1",
                assertThrows(IllegalArgumentException.class, () -> EntityFinder.of(_ -> List.of(), Set.of(), Double.NaN)).getMessage());
    }

    @Test
    void emptyTextsStayEmpty() {
        assertEquals(new Masked("", List.of()), Masker.USUAL.mask(""));
        assertThrows(IllegalArgumentException.class, () -> new Span("A", 1, 1));
    }
}
