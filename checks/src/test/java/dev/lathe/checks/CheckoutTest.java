package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Checks that find nothing because they look at nothing would be worth nothing.
class CheckoutTest {
    @Test
    void theClassesOfEveryModuleAreSeen() throws IOException {
        var unseen = new TreeSet<>(Checkout.modules());
        unseen.removeAll(Set.of("bom", "checks"));
        Checkout.mainClasses().forEach(c -> unseen.remove(c.module()));
        assertEquals(Set.of(), unseen);
    }

    @Test
    void theTestsOfThisModuleAreSeen() throws IOException {
        assertEquals(1, Checkout.testClasses().stream()
                .filter(c -> c.name().equals(CheckoutTest.class.getName())).count());
    }
}
