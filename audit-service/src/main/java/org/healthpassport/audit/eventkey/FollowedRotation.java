package org.healthpassport.audit.eventkey;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.healthpassport.bus.history.KafkaMacs;
import org.healthpassport.events.Service;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.KeyVersions;
import org.healthpassport.vault.key.file.SealedVersion;
import org.healthpassport.vault.key.file.Settling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotates the keys between the workers and this service, which {@code api-service} does not have, along with the key from {@code
 * api-service} to this one. A new version has the id of the one that it follows, so that the files say how far it is.
 *
 * <pre>
 *   api-service's   [1*]    [1*, 2]    [1, 2*]    [2*]       (* proves events; all are believed)
 *   ours            [0*]    [0*, 2]    [0, 2*]    [2*]       each 90 s later, when all processes know the step before; and the
 *                                                            last one only when nothing in Kafka names 0
 * </pre>
 */
final class FollowedRotation {
    private static final Logger log = LoggerFactory.getLogger(FollowedRotation.class);
    private static final Duration COUNTED_WITHIN = Duration.ofMinutes(30);
    /** Each count reads all that Kafka has. */
    private static final Duration COUNTED_EVERY = Duration.ofHours(1);

    private static final String FOLLOWED = EventKeys.name(Service.API_SERVICE, Service.AUDIT_SERVICE);

    private final Supplier<MacKeyFolder> keys;
    private final Records records;
    private final LongSupplier nanoTime;
    private final Settling<String> settling;
    private long countedAt;
    private boolean counted;

    /** As {@link KafkaMacs}. */
    interface Records {
        void read(Duration within, KafkaMacs.Taker taker);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    FollowedRotation(Supplier<MacKeyFolder> keys, Records records, LongSupplier nanoTime) {
        this.keys = keys;
        this.records = records;
        this.nanoTime = nanoTime;
        this.settling = new Settling<>(nanoTime);
    }

    /** Makes the steps that are due. Blocks. */
    void turn() throws IOException {
        KeyVersions followed = keys.get().versions(FOLLOWED);
        Map<String, KeyVersions> unused = new TreeMap<>();
        for (String name : EventKeys.madeBy(Service.AUDIT_SERVICE)) {
            KeyVersions own = keys.get().versions(name);
            boolean settled = settling.isSettled(name, own);
            follow(name, own, followed, settled);
            if (settled && !own.hasNext() && !own.older().isEmpty()) {
                unused.put(name, own);
            }
        }
        if (followed.older().isEmpty() && !unused.isEmpty() && isCountDue()) {
            destroyUnnamed(unused);
        }
    }

    private void follow(String name, KeyVersions own, KeyVersions followed, boolean settled) throws IOException {
        boolean followsOneNotUsed = followed.hasNext() && own.newest() == followed.newest();
        if (own.hasNext()) {
            if (settled && !followsOneNotUsed && keys.get().promote(name, own)) {
                log.info("Events are now proven with the new version of the key {}", name);
            }
        } else if (isRotated(followed)
                && !own.ids().contains(followed.newest())
                && keys.get().announce(name, own, followed.newest())) {
            log.warn("The key {} has a new version. Back up the folder of keys", name);
        }
    }

    /** The first versions of two keys have nothing to do with each other. */
    private static boolean isRotated(KeyVersions followed) {
        return followed.ids().size() > 1;
    }

    private boolean isCountDue() {
        return !counted || nanoTime.getAsLong() - countedAt >= COUNTED_EVERY.toNanos();
    }

    private void destroyUnnamed(Map<String, KeyVersions> unused) throws IOException {
        counted = true;
        countedAt = nanoTime.getAsLong();
        Set<Integer> old = new HashSet<>();
        unused.values().forEach(versions -> old.addAll(versions.older()));
        Set<Integer> named = new HashSet<>();
        records.read(COUNTED_WITHIN, (macs, isDeadLetter) -> {
            byte[] mac = macs.get(Service.AUDIT_SERVICE);
            if (mac != null) {
                SealedVersion.of(mac).stream().filter(old::contains).forEach(named::add);
            }
        });
        for (Map.Entry<String, KeyVersions> key : unused.entrySet()) {
            destroyUnnamed(key.getKey(), key.getValue(), named);
        }
    }

    private void destroyUnnamed(String name, KeyVersions seen, Set<Integer> named) throws IOException {
        for (int version : seen.older()) {
            KeyVersions now = keys.get().versions(name);
            // Another instance may have been faster.
            if (!named.contains(version)
                    && now.older().contains(version)
                    && keys.get().destroy(name, now, version)) {
                log.info("The version {} of the key {} is destroyed", Integer.toUnsignedString(version), name);
            }
        }
    }
}
