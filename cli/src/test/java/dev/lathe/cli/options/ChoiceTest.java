package dev.lathe.cli.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine;

class ChoiceTest {
    enum Side { LEFT_HAND, RIGHT_HAND }

    @Command(name = "above")
    private static final class Above {
        @Option(names = "--side")
        private Side side = Side.LEFT_HAND;
    }

    @Command(name = "below")
    private static final class Below {
        @Option(names = "--sides", split = ",")
        private List<Side> sides = List.of();
    }

    private final Above above = new Above();
    private final Below below = new Below();
    private final CommandLine line = Choice.into(new CommandLine(above).addSubcommand(below));

    @Test
    void constantsAreWordsWithDashes() {
        line.parseArgs("--side", "right-hand");
        assertEquals(Side.RIGHT_HAND, above.side);
    }

    @Test
    void soTheyAreInListsOfCommandsBelow() {
        line.parseArgs("below", "--sides", "right-hand,Left-Hand");
        assertEquals(List.of(Side.RIGHT_HAND, Side.LEFT_HAND), below.sides);
    }

    @Test
    void anotherWordIsRefusedWithThoseThatThereAre() {
        assertEquals("Invalid value for option '--side': 'middle' is none of left-hand, right-hand",
                assertThrows(ParameterException.class, () -> line.parseArgs("--side", "middle")).getMessage());
    }
}
