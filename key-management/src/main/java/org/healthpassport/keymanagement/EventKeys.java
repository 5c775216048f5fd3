package org.healthpassport.keymanagement;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.healthpassport.events.Service;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.MacKeys;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.KeysAway;

/**
 * The keys of the MACs of events: one for each pair of a writer and a reader, such as {@code mac-qr-worker-audit-service.json},
 * which no third service is given. {@code api-service} makes those that it has itself, {@code audit-service} those between the
 * workers and itself: these two know whether a missing key was used.
 */
public final class EventKeys {
    /** The thing that a start waits for, in words. */
    public static final String AWAITED =
            "the keys of events, which api-service and audit-service make at their first start";

    private EventKeys() {}

    /** The MACs that a service makes and checks with its keys, once they are open. */
    public static EventMacs macs(Service self, Supplier<MacKeyFolder> keys) {
        return new EventMacs(self, new MacKeys() {
            @Override
            public byte[] mac(Service reader, byte[] content) {
                return keys.get().mac(name(self, reader), content);
            }

            @Override
            public boolean isOwnMac(Service reader, byte[] mac, byte[] content) {
                return keys.get().isMac(name(self, reader), mac, content);
            }

            @Override
            public boolean isMac(Service writer, byte[] mac, byte[] content) {
                return writer.readers().contains(self) && keys.get().isMac(name(writer, self), mac, content);
            }
        });
    }

    /**
     * The keys of a service, by its settings.
     *
     * @param createMissing as {@link #openOrCreate}; else as {@link #open(Service, Path, FileProtection)}
     */
    public static MacKeyFolder open(
            Service self, Path folder, FileProtection protection, boolean createMissing, BooleanSupplier used) {
        return createMissing ? openOrCreate(self, folder, protection, used) : open(self, folder, protection);
    }

    /**
     * Opens the keys of a service, and no others.
     *
     * @throws KeysAway when the key management service is away
     * @throws IllegalStateException as {@link MacKeyFolder#open}
     */
    public static MacKeyFolder open(Service self, Path folder, FileProtection protection) {
        return MacKeyFolder.open(folder, namesOf(self), protection);
    }

    /**
     * The same for a first start: makes the keys that this service has to make, if they are missing.
     *
     * @param used true if there are events already; then a missing key is lost, and not made again
     * @throws KeysAway also when another service has not made its keys yet
     */
    public static MacKeyFolder openOrCreate(
            Service self, Path folder, FileProtection protection, BooleanSupplier used) {
        MacKeyFolder.createMissing(folder, madeBy(self), protection, used);
        if (!MacKeyFolder.hasAll(folder, namesOf(self))) {
            throw new KeysAway(
                    "Expected the keys of events in %s, but another service has not made them yet; start it, or mount their volumes."
                            .formatted(folder));
        }
        return open(self, folder, protection);
    }

    /** The names of the keys with which a service writes or reads. */
    static Set<String> namesOf(Service self) {
        return Arrays.stream(Service.values())
                .flatMap(writer -> writer.readers().stream()
                        .filter(reader -> writer == self || reader == self)
                        .map(reader -> name(writer, reader)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The service that reads what a key proves.
     *
     * @throws IllegalArgumentException if there is no key of that name
     */
    public static Service readerOf(String name) {
        for (Service writer : Service.values()) {
            for (Service reader : writer.readers()) {
                if (name(writer, reader).equals(name)) {
                    return reader;
                }
            }
        }
        throw new IllegalArgumentException("Expected the name of a key of events, but it is another");
    }

    /** The names of the keys that a service makes, and rotates. */
    public static Set<String> madeBy(Service self) {
        return switch (self) {
            case API_SERVICE -> namesOf(self);
            case AUDIT_SERVICE -> {
                Set<String> ofWorkers = new HashSet<>(namesOf(self));
                ofWorkers.removeAll(namesOf(Service.API_SERVICE));
                yield ofWorkers;
            }
            case DOCUMENT_WORKER, QR_WORKER -> Set.of();
        };
    }

    /** The name of the key of a pair. */
    public static String name(Service writer, Service reader) {
        return writer.id() + '-' + reader.id();
    }
}
