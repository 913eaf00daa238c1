package dev.lathe.tensor.cpu.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopsTest {
    private final String before = System.getProperty(Loops.FORM_PROPERTY, "");

    @AfterEach
    void restoreTheProperty() {
        System.setProperty(Loops.FORM_PROPERTY, before);
    }

    @Test
    void plainJavaRunsWhenAskedFor() {
        System.setProperty(Loops.FORM_PROPERTY, "plain");
        assertEquals("plain Java", Loops.best().form());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "preferred"})
    void aFormThatIsNamedRunsFromTheFirstCallOn(String form) {
        System.setProperty(Loops.FORM_PROPERTY, form);
        assertFalse(Loops.areHandedOver());
        assertEquals(Loops.best().form(), Loops.first().form());
    }

    @Test
    void plainJavaRunsFirstWhenNothingIsAskedFor() {
        System.setProperty(Loops.FORM_PROPERTY, "");
        assertTrue(Loops.areHandedOver());
        assertEquals("plain Java", Loops.first().form());
        assertNotEquals("plain Java", Loops.best().form());
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "1024", "fast"})
    void refusesAFormThatIsNone(String form) {
        System.setProperty(Loops.FORM_PROPERTY, form);
        assertEquals("-Dlathe.vector=%s: is none of plain, preferred, 128, 256, 512".formatted(form),
                assertThrows(IllegalArgumentException.class, Loops::best).getMessage());
    }
}
