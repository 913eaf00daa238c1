package dev.lathe.train.events;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A run's folder of event files: `events.out.tfevents.0001.lathe`, and one more each time the run is resumed.
///
/// A resumed run cuts the file that its checkpoint names to what it was then, deletes later ones, and begins a new file with the
/// message by which TensorBoard forgets what it has read of the steps that come again. So no step stands in the folder twice, and
/// none is shown twice. An event goes to the operating system whole and at once.
///
/// Not safe for use by several threads.
public final class EventFiles implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d{4})\\.lathe");
    private static final String FORMAT = "events.out.tfevents.%04d.lathe";
    private static final String VERSION = "brain.Event:2";
    private static final int START = 1;

    private final Path file;
    private final FileChannel channel;
    private final InstantSource clock;

    /// How far a run's events were, for checkpoints.
    ///
    /// @param file the last one's name
    /// @param bytes its length
    public record Place(String file, long bytes) {
        /// Whether a file is called as ours are.
        public static boolean isName(String file) {
            return NAME.matcher(file).matches();
        }
    }

    private EventFiles(Path file, FileChannel channel, InstantSource clock) {
        this.file = file;
        this.channel = channel;
        this.clock = clock;
    }

    /// Begins a run's events, or goes on with them, in a file of its own; those of after the place are gone.
    ///
    /// @param directory made if it is not there
    /// @param place what [#sync] returned when the checkpoint was taken; empty if the run begins, or had no events then
    /// @param step that comes next, from 1
    /// @throws IOException if the folder lacks what there was at the checkpoint
    public static EventFiles open(Path directory, Optional<Place> place, long step) throws IOException {
        return open(directory, place, step, InstantSource.system());
    }

    static EventFiles open(Path directory, Optional<Place> place, long step, InstantSource clock) throws IOException {
        if (place.isPresent()) {
            String last = place.get().file();
            for (Path one : all(directory)) {
                if (String.valueOf(one.getFileName()).compareTo(last) > 0) {
                    Files.delete(one);
                }
            }
            cut(directory.resolve(last), place.get().bytes());
        }
        List<Path> before = all(directory);
        int number = before.isEmpty() ? 1 : 1 + number(before.getLast());
        EventFiles files = create(directory, number, clock);
        files.write(new ProtoMessage().integer(2, step).message(7, new ProtoMessage().integer(1, START)));
        return files;
    }

    private static int number(Path file) {
        return Integer.parseInt(NAME.matcher(String.valueOf(file.getFileName())).replaceFirst("$1"));
    }

    /// Deletes those that runs have left in a folder.
    public static void deleteAll(Path directory) throws IOException {
        for (Path one : all(directory)) {
            Files.delete(one);
        }
    }

    private static void cut(Path file, long bytes) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() < bytes) {
                throw new IOException(file + ": " + channel.size() + " bytes: the checkpoint goes on at " + bytes);
            }
            channel.truncate(bytes);
        }
    }

    private static EventFiles create(Path directory, int number, InstantSource clock) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(FORMAT.formatted(number));
        var files = new EventFiles(
                file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), clock);
        files.write(new ProtoMessage().text(3, VERSION));
        return files;
    }

    /// Those that runs have left in a folder, in their order.
    ///
    /// @return none if there is no such folder
    public static List<Path> all(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> NAME.matcher(String.valueOf(entry.getFileName())).matches()).sorted().toList();
        }
    }

    /// Adds an event.
    ///
    /// @param step optimiser steps done
    public void add(long step, List<EventValue> values) throws IOException {
        var summary = new ProtoMessage();
        values.forEach(value -> summary.message(1, value.message()));
        write(new ProtoMessage().integer(2, step).message(5, summary));
    }

    private void write(ProtoMessage event) throws IOException {
        ByteBuffer record = ByteBuffer.wrap(RecordFraming.of(event.real(1, EventValue.seconds(clock.instant())).toBytes()));
        NamedWriting.of(file, () -> {
            while (record.hasRemaining()) {
                channel.write(record);
            }
            return record;
        });
    }

    /// Brings everything written onto the disk.
    ///
    /// @return how far it is
    public Place sync() throws IOException {
        return NamedWriting.of(file, () -> {
            channel.force(true);
            return new Place(String.valueOf(file.getFileName()), channel.position());
        });
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
