package org.healthpassport.vault.key.file;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * A key that is held open for at most 60 s, counted from the moment at which its file was read. So all
 * processes know each change of the file after that time, and none uses a key for longer that it may not open any more.
 *
 * @param <P> what the key is used as
 */
public final class HeldKeyset<P> {
    /** The longest time for which an opened key is used. */
    public static final Duration HELD_AT_MOST = Duration.ofSeconds(60);
    /** Leaves as long again for a key management service that is away for a moment. */
    private static final Duration FRESH_FOR = HELD_AT_MOST.dividedBy(2);

    private final KeysetFile<P> file;
    private final LongSupplier nanoTime;
    private volatile Held<P> held;

    /**
     * Opens a file.
     *
     * @param nanoTime as {@link System#nanoTime}
     * @throws IllegalStateException as {@link KeysetFile#open}
     * @throws KeysAway when the key management service is away
     */
    public HeldKeyset(KeysetFile<P> file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.held = read();
    }

    private record Held<P>(KeysetFile.Opened<P> opened, long since) {}

    /**
     * The key; never blocks.
     *
     * @throws KeysAway when it could not be opened again in time
     */
    public P use() {
        Held<P> current = held;
        if (age(current) > HELD_AT_MOST.toNanos()) {
            throw new KeysAway("Expected to open a key again within %d s, but it failed; the log says why."
                    .formatted(HELD_AT_MOST.toSeconds()));
        }
        return current.opened().use();
    }

    /** Opens the file again if that is due. Blocks, and fails as the constructor does; the key is held on then. */
    public void refreshIfDue() {
        if (age(held) > FRESH_FOR.toNanos()) {
            refresh();
        }
    }

    /** True if the newest version sealed these bytes. Looks at the file, which is opened only if it changed. Blocks. */
    public boolean isOfNewest(byte[] sealed) {
        if (!file.holds(held.opened())) {
            refresh();
        }
        OptionalInt version = SealedVersion.of(sealed);
        return version.isPresent()
                && version.getAsInt() == held.opened().versions().primary();
    }

    /** True if these bytes name a version that is not held. Never blocks. */
    public boolean lacksVersionOf(byte[] sealed) {
        OptionalInt version = SealedVersion.of(sealed);
        return version.isPresent() && !held.opened().versions().ids().contains(version.getAsInt());
    }

    /** The versions in the file now. Blocks. */
    public KeyVersions versions() {
        return refresh().versions();
    }

    /** Adds a version that does not seal yet; false if the versions are not those seen. Blocks. */
    public boolean announce(KeyVersions seen) throws IOException {
        return refreshed(file.change(seen, KeysetKind::withNext));
    }

    /** The same for a version with a given id, which none of those seen has. Blocks. */
    public boolean announce(KeyVersions seen, int id) throws IOException {
        return refreshed(file.change(seen, (kind, keyset) -> kind.withNext(keyset, id)));
    }

    /** Makes the newest version the one that seals; false if the versions are not those seen. Blocks. */
    public boolean promote(KeyVersions seen) throws IOException {
        return refreshed(file.change(seen, KeysetKind::withLastAsPrimary));
    }

    /** Destroys the versions before the one that seals; false if the versions are not those seen. Blocks. */
    public boolean destroyOlder(KeyVersions seen) throws IOException {
        return refreshed(file.change(seen, KeysetKind::withoutOlder));
    }

    /**
     * Destroys one of the versions before the one that seals; false if the versions are not those seen. Blocks.
     *
     * @throws IllegalArgumentException if the version is none of these
     */
    public boolean destroy(KeyVersions seen, int version) throws IOException {
        if (!seen.older().contains(version)) {
            throw new IllegalArgumentException("Expected one of the older versions of a key, but it is another.");
        }
        return refreshed(file.change(seen, (kind, keyset) -> kind.without(keyset, version)));
    }

    private boolean refreshed(boolean changed) {
        refresh();
        return changed;
    }

    private KeysetFile.Opened<P> refresh() {
        Held<P> read = read();
        keep(read);
        return read.opened();
    }

    /** Of two that read at the same time, the one that began later read the newer file. */
    private synchronized void keep(Held<P> read) {
        if (read.since() - held.since() >= 0) {
            held = read;
        }
    }

    private Held<P> read() {
        long since = nanoTime.getAsLong();
        return new Held<>(file.open(), since);
    }

    private long age(Held<P> current) {
        return nanoTime.getAsLong() - current.since();
    }
}
