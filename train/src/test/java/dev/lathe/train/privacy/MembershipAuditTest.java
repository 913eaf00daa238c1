package dev.lathe.train.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What losses of members and others show.
class MembershipAuditTest {
    @Test
    void aucCountsPairsAndHalvesEqualOnes() {
        // Of the nine pairs six are right, two are equal.
        double[] members = {1, 2, 3};
        double[] others = {2, 3, 9};
        assertEquals((1 + 1 + 1 + 0.5 + 1 + 1 + 0 + 0.5 + 1) / 9, MembershipAudit.of(members, others, 1e-5).auc(), 1e-15);
    }

    /// 100 judged of 200: all below, none below; Clopper and Pearson's ends are closed there: 0.025^(1/100) and 1 - that.
    @Test
    void apartTheyShowWhatTheirNumberCan() {
        double[] members = IntStream.range(0, 200).mapToDouble(i -> i * 1e-3).toArray();
        double[] others = IntStream.range(0, 200).mapToDouble(i -> 5 + i * 1e-3).toArray();
        MembershipAudit found = MembershipAudit.of(members, others, 0.01);
        assertEquals(1, found.auc());
        // A threshold at a member's loss of the one half leaves members of the other above.
        double most = Math.log((Math.pow(0.025, 0.01) - 0.01) / (1 - Math.pow(0.025, 0.01)));
        assertTrue(found.epsilon() <= most && found.epsilon() > most - 0.6, found + " of at most " + most);
    }

    @Test
    void alikeTheyShowNothing() {
        var random = new Random(5);
        int shown = 0;
        for (int audit = 0; audit < 40; audit++) {
            double[] members = random.doubles(200).toArray();
            double[] others = random.doubles(200).toArray();
            shown += MembershipAudit.of(members, others, 1e-5).epsilon() > 0 ? 1 : 0;
        }
        assertTrue(shown <= 3, shown + " of 40 audits showed an epsilon that is not there");
    }

    /// Randomised response of ε 1: a loss is below with probability e / (1 + e) of a member, 1 / (1 + e) of another.
    @Test
    void theBoundIsBelowTheTruth() {
        var random = new Random(7);
        double[] members = random.doubles(4000).map(u -> u < Math.E / (1 + Math.E) ? 0 : 1).toArray();
        double[] others = random.doubles(4000).map(u -> u < 1 / (1 + Math.E) ? 0 : 1).toArray();
        double shown = MembershipAudit.of(members, others, 1e-5).epsilon();
        assertTrue(shown > 0.8 && shown <= 1, "shown " + shown);
    }

    @Test
    void fewerThanTwoAreRefused() {
        assertEquals("1 members and 3 others: needs 2 or more of each", assertThrows(IllegalArgumentException.class,
                () -> MembershipAudit.of(new double[1], new double[3], 1e-5)).getMessage());
        assertEquals("delta 0.0: needs more than 0 and less than 1", assertThrows(IllegalArgumentException.class,
                () -> MembershipAudit.of(new double[3], new double[3], 0)).getMessage());
    }
}
