package dev.lathe.bert.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lathe.bert.checkpoint.PickleBytes;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pickles that would run code, or fill the memory, in Python.
class MaliciousPickleTest {
    private static final int MANY = 3_000_000;

    @ParameterizedTest
    @CsvSource({
        "os, system", "posix, system", "builtins, eval", "builtins, exec", "builtins, getattr", "subprocess, Popen",
        "torch, load", "torch._utils, _rebuild_tensor", "torch.storage, _load_from_bytes", "numpy.core.multiarray, scalar",
        "collections, OrderedDict.__class__", "__builtin__, eval"
    })
    void noFunctionIsKnownButThoseOfTensors(String module, String name) {
        String message = "its pickle asks for '" + module + "." + name + "', which is not known to be harmless; nothing was run";
        refuses(message, PickleBytes.protocol2().global(module, name).text("touch /tmp/x").code(0x85, 'R', '.'));
        refuses(message, PickleBytes.protocol2().text(module).text(name).code(0x93).code(')', 'R', '.'));
    }

    @Test
    void instructionsThatMakeObjectsAreRefusedByName() {
        refuses("its pickle has instruction 0x69 INST at byte 3, which no tensor needs",
                PickleBytes.protocol2().ascii("(ios\nsystem\n."));
        refuses("its pickle has instruction 0x6f OBJ at byte 28, which no tensor needs",
                PickleBytes.protocol2().code('(').global("collections", "OrderedDict").code('o', '.').code(0));
        refuses("its pickle has instruction 0x32 DUP at byte 28, which no tensor needs",
                PickleBytes.protocol2().global("collections", "OrderedDict").code(')', '2', '.'));
        refuses("its pickle has instruction 0x81 NEWOBJ at byte 28, which no tensor needs",
                PickleBytes.protocol2().global("collections", "OrderedDict").code(')', 0x81, '.'));
        refuses("its pickle has instruction 0x82 EXT1 at byte 2, which no tensor needs", PickleBytes.protocol2().code(0x82, 1));
        refuses("its pickle has instruction 0x50 PERSID at byte 2, which no tensor needs", PickleBytes.protocol2().ascii("P1\n."));
        refuses("its pickle has instruction 0xff at byte 2, which no tensor needs", PickleBytes.protocol2().code(0xff));
    }

    @Test
    void callsOfWhatIsNoFunctionAreRefused() {
        refuses("its pickle calls what has no name; nothing was run", PickleBytes.protocol2().text("os.system").code(')', 'R', '.'));
        refuses("its pickle calls 'torch.FloatStorage'; nothing was run",
                PickleBytes.protocol2().global("torch", "FloatStorage").code(')', 'R', '.'));
        refuses("its pickle gives 'collections.OrderedDict' other arguments than PyTorch does",
                PickleBytes.protocol2().global("collections", "OrderedDict").text("x").code(0x85, 'R', '.'));
        refuses("its pickle gives 'torch._utils._rebuild_tensor_v2' other arguments than PyTorch does",
                PickleBytes.protocol2().global("torch._utils", "_rebuild_tensor_v2").code(')', 'R', '.'));
        refuses("its pickle gives 'torch._utils._rebuild_parameter' other arguments than PyTorch does",
                PickleBytes.protocol2().global("torch._utils", "_rebuild_parameter").text("x").code(0x85, 'R', '.'));
        refuses("its pickle sets the state of what is no dictionary; nothing was run",
                PickleBytes.protocol2().global("collections", "OrderedDict").code('}', 'b', '.'));
        refuses("its pickle sets the state of what is no dictionary; nothing was run",
                PickleBytes.protocol2().code('}').text("__setstate__").code('b', '.'));
    }

    @Test
    void persistentIdsDescribeStoragesOnly() {
        refuses("its pickle has a persistent id that describes no storage", PickleBytes.protocol2().text("x").code('Q', '.'));
        refuses("its pickle has a persistent id that describes no storage", PickleBytes.protocol2().code('(')
                .text("module").global("torch", "FloatStorage").text("0").text("cpu").whole(1).code('t', 'Q', '.'));
        refuses("its pickle has a persistent id that describes no storage", PickleBytes.protocol2().code('(')
                .text("storage").global("collections", "OrderedDict").text("0").text("cpu").whole(1).code('t', 'Q', '.'));
        refuses("its pickle has a persistent id that describes no storage", PickleBytes.protocol2().code('(')
                .text("storage").global("torch", "FloatStorage").text("0").text("cpu").whole(-1).code('t', 'Q', '.'));
    }

    @Test
    void theStackCannotBeTakenBelowWhatWasPut() {
        refuses("its pickle uses a value that it has not made", PickleBytes.protocol2().code('.'));
        refuses("its pickle uses a value that it has not made", PickleBytes.protocol2().code('N', 0x86, '.'));
        refuses("its pickle uses a value that it has not made", PickleBytes.protocol2().code('N', '(', 0x85, '.'));
        refuses("its pickle takes values up to a mark that it has not set", PickleBytes.protocol2().code('N', 't', '.'));
        refuses("its pickle asks for value 7, which it has not made", PickleBytes.protocol2().code('h', 7, '.'));
        refuses("its pickle asks for value 4294967295, which it has not made",
                PickleBytes.protocol2().code('j', 0xff, 0xff, 0xff, 0xff, '.'));
        refuses("its pickle appends to what is no list", PickleBytes.protocol2().code('N', 'N', 'a', '.'));
        refuses("its pickle sets items of what is no dictionary, or a key without value",
                PickleBytes.protocol2().code('}', '(', 'N', 'u', '.'));
        refuses("its pickle has a dictionary with a key that is no text", PickleBytes.protocol2().code('}', 'N', 'N', 's', '.'));
        refuses("its pickle is cut short: 0 bytes are left of 1", PickleBytes.protocol2().code('N'));
        refuses("its pickle is cut short: 1 bytes are left of 4", PickleBytes.protocol2().code('J', 1));
        refuses("its pickle has a text of 4294967295 bytes", PickleBytes.protocol2().code('X', 0xff, 0xff, 0xff, 0xff));
        refuses("its pickle has a text of 18446744073709551615 bytes",
                PickleBytes.protocol2().code(0x8d, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
        refuses("its pickle has an integer of 255 bytes", PickleBytes.protocol2().code(0x8a, 255));
        refuses("its pickle has protocol 9: up to 5 is known", new PickleBytes().code(0x80, 9));
        refuses("its pickle has a text that is not UTF-8", PickleBytes.protocol2().code('X', 1, 0, 0, 0, 0xff));
    }

    @Test
    void memoryStaysBoundedWhateverIsRepeated() {
        String tooMany = "its pickle makes more than 1048576 values";
        refuses(tooMany, repeated(']'));
        refuses(tooMany, repeated('}'));
        refuses(tooMany, repeated('('));
        refuses(tooMany, repeated('N'));
        var memo = PickleBytes.protocol2().code('N');
        for (int i = 0; i < MANY / 2; i++) {
            memo.code('r', i & 0xff, i >> 8 & 0xff, i >> 16 & 0xff, 0);
        }
        refuses(tooMany, memo);
        refuses("its pickle asks for a name of more than 256 bytes", repeated('c'));
    }

    @Test
    void depthAndCirclesCostNothing() throws CheckpointException {
        var deep = PickleBytes.protocol2().code('N');
        for (int i = 0; i < 500_000; i++) {
            deep.code(0x85);
        }
        PickleReader.read("m", deep.code('.').toBytes());
        // Each list holds the one before twice: 2^1000 leaves if anyone counted them.
        var doubling = PickleBytes.protocol2().code(']', 'q', 0);
        for (int i = 0; i < 1_000; i++) {
            doubling.code('h', 0, 'h', 0, 0x86, 'q', 0);
        }
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> PickleReader.read("m", doubling.code('.').toBytes()));
        PickleReader.read("m", PickleBytes.protocol2().code(']', 'q', 0, 'h', 0, 'a', '.').toBytes());
    }

    private static PickleBytes repeated(int code) {
        var pickle = PickleBytes.protocol2();
        for (int i = 0; i < MANY; i++) {
            pickle.code(code);
        }
        return pickle;
    }

    private static void refuses(String message, PickleBytes pickle) {
        var refused = assertTimeoutPreemptively(Duration.ofSeconds(20), () ->
                assertThrows(CheckpointException.class, () -> PickleReader.read("m", pickle.toBytes())));
        assertEquals("m: " + message, refused.getMessage());
    }
}
