package dev.lathe.serve.model;

import dev.lathe.Device;
import dev.lathe.bert.calls.CallOptions;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.open.SharedBase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// The bases that a server's models stand on, each in memory once, with the gate at which the requests of all its models wait.
///
/// A base whose files have changed on disk is another one: models that are opened from then on stand on that.
public final class ServedBases implements AutoCloseable {
    private final Device device;
    private final CallOptions options;
    private final Map<Path, Place> places = new HashMap<>();

    /// Where a model is opened.
    ///
    /// @param gate of its queue
    /// @param names of the models that stand on it, as clients know them
    record Place(SharedBase base, CallGate gate, DirectoryContent content, List<String> names) {}

    /// @param device that others may share; it stays open when the bases close
    /// @param options how calls are worked off, and who hears of batches
    public ServedBases(Device device, CallOptions options) {
        this.device = device;
        this.options = options;
    }

    /// Opens a model where its base is.
    interface Opening<M> {
        M open(Place place) throws IOException;
    }

    /// One model at a time: what is being opened is not given up meanwhile.
    ///
    /// @param name as clients know it
    synchronized <M> M opened(String name, ModelDirectory directory, Opening<M> opening) throws IOException {
        Place place = of(directory);
        if (!place.names().contains(name)) {
            place.names().add(name);
        }
        return opening.open(place);
    }

    private Place of(ModelDirectory directory) throws IOException {
        Path folder = SharedBase.folderOf(directory);
        DirectoryContent content = DirectoryContent.of(folder);
        Place known = places.get(folder);
        if (known != null && known.content().equals(content)) {
            return known;
        }
        if (known != null) {
            known.base().close();
        }
        // Read where a queue says something, in threads of its own.
        var names = new CopyOnWriteArrayList<String>();
        var place = new Place(SharedBase.of(folder, device, named(options, names), this::giveUpLater), new CallGate(), content, names);
        places.put(folder, place);
        return place;
    }

    /// What is said of a base's queue names its models.
    static CallOptions named(CallOptions options, List<String> names) {
        return options.withSaid(line -> options.said().accept("'%s': %s".formatted(String.join("', '", names), line)));
    }

    /// In a thread of its own, as whoever closes a model should not wait until another is open.
    private void giveUpLater() {
        Thread.startVirtualThread(this::giveUp);
    }

    private synchronized void giveUp() {
        places.values().removeIf(place -> {
            boolean abandoned = place.base().isAbandoned();
            if (abandoned) {
                place.base().close();
            }
            return abandoned;
        });
    }

    /// How many bases are in memory for models to come.
    synchronized int count() {
        return places.size();
    }

    /// Opens no further models; those that are open go on, and their bases with them.
    @Override
    public synchronized void close() {
        places.values().forEach(place -> place.base().close());
        places.clear();
    }
}
