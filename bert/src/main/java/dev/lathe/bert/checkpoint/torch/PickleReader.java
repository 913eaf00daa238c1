package dev.lathe.bert.checkpoint.torch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.torch.PickleValue.Constant;
import dev.lathe.bert.checkpoint.torch.PickleValue.Dictionary;
import dev.lathe.bert.checkpoint.torch.PickleValue.Large;
import dev.lathe.bert.checkpoint.torch.PickleValue.Listing;
import dev.lathe.bert.checkpoint.torch.PickleValue.Named;
import dev.lathe.bert.checkpoint.torch.PickleValue.Real;
import dev.lathe.bert.checkpoint.torch.PickleValue.Text;
import dev.lathe.bert.checkpoint.torch.PickleValue.Tuple;
import dev.lathe.bert.checkpoint.torch.PickleValue.Whole;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Reads the pickle of a PyTorch checkpoint. A pickle is a program for a stack machine; this machine has only the
/// instructions that tensors need, and calls nothing: [TorchCalls] makes descriptions out of the few names it knows.
///
/// Source: `pickletools.py` of Python, protocols 2 to 5.
final class PickleReader {
    private static final int MAX_PROTOCOL = 5;
    /// Since the shortest instruction is one byte and the smallest value an object; marks and memories count too.
    /// BERT-base makes 9,000.
    private static final int MAX_VALUES = 1 << 20;
    private static final int MAX_NAME_BYTES = 256;
    /// The number with which files from before PyTorch 1.6 begin has 10.
    private static final int MAX_LARGE_BYTES = 16;
    private static final int MAX_TEXT_BYTES = 1 << 16;

    /// Instructions by which others hide code in pickles, for messages.
    private static final Map<Integer, String> REFUSED = Map.ofEntries(
            Map.entry((int) 'i', "INST"), Map.entry((int) 'o', "OBJ"), Map.entry(0x81, "NEWOBJ"),
            Map.entry(0x92, "NEWOBJ_EX"), Map.entry(0x82, "EXT1"), Map.entry(0x83, "EXT2"), Map.entry(0x84, "EXT4"),
            Map.entry((int) 'P', "PERSID"), Map.entry((int) 'B', "BINBYTES"), Map.entry((int) 'C', "SHORT_BINBYTES"),
            Map.entry((int) 'T', "BINSTRING"), Map.entry((int) 'U', "SHORT_BINSTRING"), Map.entry(0x8b, "LONG4"),
            Map.entry((int) '0', "POP"), Map.entry((int) '2', "DUP"), Map.entry(0x8f, "EMPTY_SET"),
            Map.entry(0x97, "NEXT_BUFFER"));

    private final String file;
    private final ByteBuffer bytes;
    private final PickleStack stack;
    private final TorchCalls calls;
    private final Map<Integer, PickleValue> memo = new HashMap<>();
    private int values;

    private PickleReader(String file, ByteBuffer bytes, TorchCalls calls) {
        this.file = file;
        this.bytes = bytes;
        this.stack = new PickleStack(file);
        this.calls = calls;
    }

    /// The value that the pickle makes.
    ///
    /// @param file name of the file, for messages
    /// @throws CheckpointException when it is broken, or names or asks for anything that tensors do not need
    static PickleValue read(String file, byte[] bytes) throws CheckpointException {
        return read(file, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), new TorchCalls(file));
    }

    /// The value that a pickle makes; the buffer is left behind its end.
    ///
    /// @param bytes little-endian, from the first byte of an array on
    /// @param calls what hears of the storages
    static PickleValue read(String file, ByteBuffer bytes, TorchCalls calls) throws CheckpointException {
        return new PickleReader(file, bytes, calls).run();
    }

    private PickleValue run() throws CheckpointException {
        for (int code = u8(); code != '.'; code = u8()) {
            if (!pushes(code) && !changes(code)) {
                throw new CheckpointException(file, "its pickle has instruction 0x%02x%s at byte %d, which no tensor needs"
                        .formatted(code, REFUSED.containsKey(code) ? " " + REFUSED.get(code) : "", bytes.position() - 1));
            }
        }
        return stack.pop();
    }

    /// Instructions that make a value out of their own bytes.
    private boolean pushes(int code) throws CheckpointException {
        switch (code) {
            case 'N' -> push(Constant.NONE);
            case 0x88 -> push(Constant.TRUE);
            case 0x89 -> push(Constant.FALSE);
            case 'K' -> push(new Whole(u8()));
            case 'M' -> push(new Whole(Short.toUnsignedInt(need(Short.BYTES).getShort())));
            case 'J' -> push(new Whole(need(Integer.BYTES).getInt()));
            case 0x8a -> pushLong(u8());
            case 'G' -> push(new Real(Double.longBitsToDouble(Long.reverseBytes(need(Double.BYTES).getLong()))));
            case 0x8c -> push(new Text(text(u8())));
            case 'X' -> push(new Text(text(Integer.toUnsignedLong(need(Integer.BYTES).getInt()))));
            case 0x8d -> push(new Text(text(need(Long.BYTES).getLong())));
            case ')' -> push(new Tuple(List.of()));
            case ']' -> push(new Listing());
            case '}' -> push(new Dictionary());
            case 'c' -> push(named(line() + "." + line()));
            case 'h' -> push(remembered(u8()));
            case 'j' -> push(remembered(need(Integer.BYTES).getInt()));
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Instructions that work on the values before them.
    private boolean changes(int code) throws CheckpointException {
        switch (code) {
            case 0x80 -> protocol(u8());
            case 0x95 -> need(Long.BYTES).getLong();
            case '(' -> mark();
            case 'q' -> remember(u8());
            case 'r' -> remember(need(Integer.BYTES).getInt());
            case 0x94 -> remember(memo.size());
            case 't' -> push(new Tuple(stack.popToMark()));
            case 0x85 -> push(new Tuple(stack.pop(1)));
            case 0x86 -> push(new Tuple(stack.pop(2)));
            case 0x87 -> push(new Tuple(stack.pop(3)));
            case 'a' -> append(stack.pop(1));
            case 'e' -> append(stack.popToMark());
            case 's' -> setItems(stack.pop(2));
            case 'u' -> setItems(stack.popToMark());
            case 0x93 -> stackGlobal(stack.pop(2));
            case 'Q' -> push(calls.storage(stack.pop()));
            case 'R' -> reduce(stack.pop(2));
            case 'b' -> build(stack.pop());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void push(PickleValue value) throws CheckpointException {
        count();
        stack.push(value);
    }

    private void mark() throws CheckpointException {
        count();
        stack.mark();
    }

    private void count() throws CheckpointException {
        if (++values > MAX_VALUES) {
            throw new CheckpointException(file, "its pickle makes more than " + MAX_VALUES + " values");
        }
    }

    private void protocol(int version) throws CheckpointException {
        if (version > MAX_PROTOCOL) {
            throw new CheckpointException(file, "its pickle has protocol " + version + ": up to " + MAX_PROTOCOL + " is known");
        }
    }

    private void remember(int place) throws CheckpointException {
        count();
        memo.put(place, stack.peek());
    }

    private PickleValue remembered(int place) throws CheckpointException {
        PickleValue value = memo.get(place);
        if (value == null) {
            throw new CheckpointException(file, "its pickle asks for value " + Integer.toUnsignedString(place)
                    + ", which it has not made");
        }
        return value;
    }

    private void append(List<PickleValue> added) throws CheckpointException {
        if (!(stack.peek() instanceof Listing list)) {
            throw new CheckpointException(file, "its pickle appends to what is no list");
        }
        list.items().addAll(added);
    }

    private void setItems(List<PickleValue> items) throws CheckpointException {
        if (!(stack.peek() instanceof Dictionary dictionary) || items.size() % 2 != 0) {
            throw new CheckpointException(file, "its pickle sets items of what is no dictionary, or a key without value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            if (!(items.get(i) instanceof Text(String key))) {
                throw new CheckpointException(file, "its pickle has a dictionary with a key that is no text");
            }
            if (dictionary.items().put(key, items.get(i + 1)) != null) {
                throw new CheckpointException(file, "'" + key + "' is there twice");
            }
        }
    }

    private Named named(String path) throws CheckpointException {
        return new Named(TorchName.of(path).orElseThrow(() -> new CheckpointException(
                file, "its pickle asks for '" + path + "', which is not known to be harmless; nothing was run")));
    }

    private void stackGlobal(List<PickleValue> names) throws CheckpointException {
        if (!(names.get(0) instanceof Text(String module) && names.get(1) instanceof Text(String name))) {
            throw new CheckpointException(file, "its pickle asks for something whose name is no text");
        }
        push(named(module + "." + name));
    }

    private void reduce(List<PickleValue> call) throws CheckpointException {
        if (!(call.get(0) instanceof Named(TorchName name) && call.get(1) instanceof Tuple(List<PickleValue> arguments))) {
            throw new CheckpointException(file, "its pickle calls what has no name; nothing was run");
        }
        push(calls.made(name, arguments));
    }

    /// State dictionaries carry versions of modules in an attribute, `_metadata`: the only state that is put up with.
    private void build(PickleValue state) throws CheckpointException {
        if (!(stack.peek() instanceof Dictionary && state instanceof Dictionary)) {
            throw new CheckpointException(file, "its pickle sets the state of what is no dictionary; nothing was run");
        }
    }

    private int u8() throws CheckpointException {
        return Byte.toUnsignedInt(need(1).get());
    }

    private ByteBuffer need(long count) throws CheckpointException {
        if (count < 0 || count > bytes.remaining()) {
            throw new CheckpointException(file, "its pickle is cut short: " + bytes.remaining() + " bytes are left of "
                    + Long.toUnsignedString(count));
        }
        return bytes;
    }

    private void pushLong(int count) throws CheckpointException {
        if (count <= Long.BYTES) {
            push(new Whole(longOf(count)));
        } else if (count <= MAX_LARGE_BYTES) {
            var large = new byte[count];
            need(count).get(large);
            push(new Large(HexFormat.of().formatHex(large)));
        } else {
            throw new CheckpointException(file, "its pickle has an integer of " + count + " bytes");
        }
    }

    private long longOf(int count) throws CheckpointException {
        need(count);
        long value = 0;
        for (int i = 0; i < count; i++) {
            long next = i == count - 1 ? bytes.get() : Byte.toUnsignedLong(bytes.get());
            value |= next << Byte.SIZE * i;
        }
        return value;
    }

    private String text(long count) throws CheckpointException {
        if (count < 0 || count > MAX_TEXT_BYTES) {
            throw new CheckpointException(file, "its pickle has a text of " + Long.toUnsignedString(count) + " bytes");
        }
        need(count);
        try {
            ByteBuffer encoded = bytes.slice(bytes.position(), (int) count);
            bytes.position(bytes.position() + (int) count);
            return UTF_8.newDecoder().decode(encoded).toString();
        } catch (CharacterCodingException malformed) {
            throw new CheckpointException(file, "its pickle has a text that is not UTF-8", malformed);
        }
    }

    private String line() throws CheckpointException {
        int start = bytes.position();
        while (u8() != '\n') {
            if (bytes.position() - start > MAX_NAME_BYTES) {
                throw new CheckpointException(file, "its pickle asks for a name of more than " + MAX_NAME_BYTES + " bytes");
            }
        }
        return new String(bytes.array(), start, bytes.position() - 1 - start, ISO_8859_1);
    }
}
