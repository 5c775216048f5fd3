package org.healthpassport.audit.completeness.logged;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthpassport.audit.completeness.logged.LoggedStreams.Numbered;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.Finding.LogContinued;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.projection.LoggedEntry;
import org.healthpassport.audit.stream.SequenceNumbers;
import org.healthpassport.audit.tile.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The entries about what a restore of the database lost. The log has them again, from the bus: behind the copies with which it
 * began, and about events from before the restore. All of that is in the log itself, which nobody can put back. For one thread.
 */
public final class RestoredEntries {
    private static final int ENTRIES_AT_ONCE = 1024;
    /** Streams about which nothing is read again until they grow. */
    private static final int REMEMBERED = 100_000;

    private final CommittedEntries log;
    private final Map<String, Lost> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Lost> eldest) {
            return size() > REMEMBERED;
        }
    };

    private @Nullable List<Restore> restores;

    public RestoredEntries(CommittedEntries log) {
        this.log = log;
    }

    /** @param lastCopied the index of the last entry that was restored */
    private record Restore(Instant time, long lastCopied) {
        boolean lost(long index, Instant eventTime) {
            return index > lastCopied && !eventTime.isAfter(time);
        }
    }

    /**
     * The entries of a stream that are about what a restore lost.
     *
     * @param entries the number of them
     * @param end the index up to which the log was read
     */
    private record Lost(SequenceNumbers numbers, long entries, long end) {
        Lost plus(long number) {
            return new Lost(numbers.plus(SequenceNumbers.of(number, number)), entries + 1, end);
        }

        Lost upTo(long next) {
            return new Lost(numbers, entries, Math.max(end, next));
        }
    }

    /** Something to do after each part of the work. */
    @FunctionalInterface
    public interface Rest {
        /** @param work the time that the part took */
        void after(Duration work) throws IOException;
    }

    /** The entries of some streams that restores lost. */
    public static final class Answer {
        private final Map<String, Lost> streams;

        private Answer(Map<String, Lost> streams) {
            this.streams = streams;
        }

        /** Tells whether all entries of a stream are about what was lost, as those of an aggregate made after the backup. */
        public boolean isWhole(LoggedStream stream) {
            Lost lost = streams.get(stream.name());
            return lost != null && lost.entries() == stream.entries() && stream.entries() > 0;
        }

        /** Tells whether all these numbers of a stream were lost. */
        public boolean has(LoggedStream stream, SequenceNumbers numbers) {
            Lost lost = streams.get(stream.name());
            return lost != null && numbers.minus(lost.numbers()).isEmpty();
        }
    }

    /** The time of the latest restore; empty if there was none. */
    public Optional<Instant> latest() throws IOException {
        return restores().stream().map(Restore::time).findFirst();
    }

    /**
     * Reads the entries of some streams, as far as they were not read before.
     *
     * @param streams not more than there is memory for
     */
    public Answer of(Collection<LoggedStream> streams, Rest rest) throws IOException {
        List<Restore> all = restores();
        if (all.isEmpty()) {
            return new Answer(Map.of());
        }
        Lost unread = new Lost(
                SequenceNumbers.NONE,
                0,
                all.stream().mapToLong(Restore::lastCopied).min().orElse(0) + 1);
        Map<String, Lost> lost = new HashMap<>();
        long from = Long.MAX_VALUE;
        long to = 0;
        for (LoggedStream stream : streams) {
            Lost before = known.getOrDefault(stream.name(), unread);
            lost.put(stream.name(), before);
            if (stream.lastIndex() >= before.end()) {
                from = Math.min(from, before.end());
                to = Math.max(to, stream.lastIndex() + 1);
            }
        }
        // The known size may be older than a view that another instance made.
        to = Math.min(to, log.size());
        for (long next = from; next < to; next += ENTRIES_AT_ONCE) {
            long begun = System.nanoTime();
            read(all, lost, next, Math.min(to, next + ENTRIES_AT_ONCE));
            rest.after(Duration.ofNanos(System.nanoTime() - begun));
        }
        known.putAll(lost);
        return new Answer(lost);
    }

    private void read(List<Restore> all, Map<String, Lost> lost, long from, long to) throws IOException {
        long index = from;
        for (Entry entry : log.entries(from, to)) {
            LoggedEntry logged = LoggedEntry.of(index, entry);
            Optional<Numbered> numbered = Numbered.of(logged);
            Lost before = numbered.map(found -> lost.get(found.stream())).orElse(null);
            if (numbered.isPresent() && before != null && index >= before.end() && isLost(all, logged)) {
                lost.put(numbered.get().stream(), before.plus(numbered.get().number()));
            }
            index++;
        }
        lost.replaceAll((stream, found) -> found.upTo(to));
    }

    private static boolean isLost(List<Restore> all, LoggedEntry logged) {
        return logged.content()
                .filter(entry -> all.stream().anyMatch(restore -> restore.lost(logged.index(), entry.time())))
                .isPresent();
    }

    /** A log that continues a continuation begins with an entry about each of them, the latest first. */
    private List<Restore> restores() throws IOException {
        List<Restore> read = restores;
        if (read == null) {
            read = new ArrayList<>();
            long size = log.size();
            for (long index = 0; index < size; index++) {
                AuditEntry entry = AuditEntry.read(log.entries(index, index + 1).get(0))
                        .filter(AuditEntry::isOurs)
                        .orElse(null);
                if (entry == null || !(entry.finding() instanceof LogContinued continued)) {
                    break;
                }
                read.add(new Restore(entry.time(), index + continued.restored()));
            }
            restores = size == 0 ? null : read;
        }
        return read;
    }
}
