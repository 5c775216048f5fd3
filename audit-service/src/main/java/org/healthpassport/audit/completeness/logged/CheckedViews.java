package org.healthpassport.audit.completeness.logged;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.healthpassport.audit.completeness.logged.LoggedStreams.Numbered;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.mongo.Documents;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.audit.projection.LoggedEntry;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.events.stream.StreamKind;

/**
 * Reads the views of streams and findings, and tells whether they are what the log says: each document has its MAC, and together
 * they count every entry of the log up to some position. For that it reads the log once, from its beginning. For one thread.
 */
public final class CheckedViews {
    private static final int ENTRIES_AT_ONCE = 1024;
    private static final int DOCUMENTS_AT_ONCE = 1000;
    /** Streams that grow during a pass; beyond it the pass says nothing about the sum. */
    private static final int MOST_LATE = 100_000;

    private final CommittedEntries log;
    private final LoggedStreams streams;
    private final LoggedFindings findings;
    private final ViewSeal seal;
    private long position;
    private long sum;

    public CheckedViews(CommittedEntries log, LoggedStreams streams, LoggedFindings findings, ViewSeal seal) {
        this.log = log;
        this.streams = streams;
        this.findings = findings;
        this.seal = seal;
    }

    /** The result of a pass. */
    public enum Verdict {
        INTACT,
        CHANGED,
        /** The log was not read so far yet. */
        UNKNOWN
    }

    /**
     * Reads some more of the log.
     *
     * @param to the position at which to stop
     * @return true if it is not reached yet
     */
    public boolean follow(long to) throws IOException {
        long until = Math.min(to, position + ENTRIES_AT_ONCE);
        if (position < until) {
            ViewSeal.Opened opened = seal.open();
            long more = 0;
            for (LoggedEntry entry : entries(position, until)) {
                more += weight(entry, opened);
            }
            sum += more;
            position = until;
        }
        return position < to;
    }

    /** @param upTo the position up to which the generation has every entry */
    public Pass begin(Generation generation, long upTo) throws IOException {
        return new Pass(generation, upTo);
    }

    private List<LoggedEntry> entries(long from, long to) throws IOException {
        List<LoggedEntry> entries = new ArrayList<>();
        for (Entry entry : log.entries(from, to)) {
            entries.add(LoggedEntry.of(from + entries.size(), entry));
        }
        return entries;
    }

    private static long weight(LoggedEntry entry, ViewSeal.Opened opened) {
        return Numbered.of(entry).map(Numbered::stream).map(opened::weight).orElse(0L)
                + LoggedFindings.Logged.of(entry)
                        .map(logged -> opened.weight(name(logged)))
                        .orElse(0L);
    }

    private static String name(LoggedFindings.Logged finding) {
        return "finding " + finding.index();
    }

    /** One reading of all documents. */
    public final class Pass {
        private final Generation generation;
        private final long upTo;
        private final ViewSeal.Opened opened;
        private final Map<String, Long> late = new HashMap<>();
        private long counted;
        private long changed;
        private long end;

        private Pass(Generation generation, long upTo) throws IOException {
            this.generation = generation;
            this.upTo = upTo;
            this.opened = seal.open();
            this.end = upTo;
        }

        /** The streams of a kind, in the order of their names. */
        public Streams streams(StreamKind kind) throws IOException {
            return new Streams(this, streams.all(generation, kind, DOCUMENTS_AT_ONCE));
        }

        /** Reads all findings. */
        public void readFindings() throws IOException {
            try (Documents all = findings.all(generation, DOCUMENTS_AT_ONCE)) {
                for (List<Document> some = all.next(); !some.isEmpty(); some = all.next()) {
                    for (Document document : some) {
                        LoggedFindings.read(document, generation, opened)
                                .ifPresentOrElse(
                                        found -> counted += found.index() < upTo ? opened.weight(name(found)) : 0,
                                        () -> changed++);
                    }
                }
            }
        }

        /** To be asked when all kinds and the findings have been read. */
        public Verdict verdict() throws IOException {
            if (changed > 0) {
                return Verdict.CHANGED;
            }
            if (position != upTo || late.size() > MOST_LATE) {
                return Verdict.UNKNOWN;
            }
            return counted - countedLate() == sum ? Verdict.INTACT : Verdict.CHANGED;
        }

        /** The weights of entries from after the position that the documents had when they were read. */
        private long countedLate() throws IOException {
            long weights = 0;
            for (long from = upTo; from < end; from += ENTRIES_AT_ONCE) {
                for (LoggedEntry logged : entries(from, Math.min(end, from + ENTRIES_AT_ONCE))) {
                    weights += Numbered.of(logged)
                            .filter(entry -> late.getOrDefault(entry.stream(), -1L) >= entry.index())
                            .map(entry -> opened.weight(entry.stream()))
                            .orElse(0L);
                }
            }
            return weights;
        }

        private List<LoggedStream> read(List<Document> documents) {
            List<LoggedStream> known = new ArrayList<>();
            for (Document document : documents) {
                LoggedStream.read(document, LoggedStreams.view(generation), opened)
                        .ifPresentOrElse(
                                stream -> {
                                    count(stream);
                                    known.add(stream);
                                },
                                () -> changed++);
            }
            return known;
        }

        private void count(LoggedStream stream) {
            counted += opened.weight(stream.name()) * stream.entries();
            if (stream.lastIndex() >= upTo && late.size() <= MOST_LATE) {
                late.put(stream.name(), stream.lastIndex());
                end = Math.max(end, stream.lastIndex() + 1);
            }
        }
    }

    /** Streams that are read batch by batch; changed documents are left out. */
    public static final class Streams implements AutoCloseable {
        private final Pass pass;
        private final Documents documents;

        private Streams(Pass pass, Documents documents) {
            this.pass = pass;
            this.documents = documents;
        }

        /** The next ones; none at the end. */
        public List<LoggedStream> next() throws IOException {
            List<Document> some = documents.next();
            List<LoggedStream> known = pass.read(some);
            while (known.isEmpty() && !some.isEmpty()) {
                some = documents.next();
                known = pass.read(some);
            }
            return known;
        }

        @Override
        public void close() {
            documents.close();
        }
    }
}
