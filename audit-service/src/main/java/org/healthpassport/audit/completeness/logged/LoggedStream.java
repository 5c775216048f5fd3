package org.healthpassport.audit.completeness.logged;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.healthpassport.audit.stream.SequenceNumbers;
import org.healthpassport.audit.stream.SequenceNumbers.Range;

/**
 * The entries of a stream that are in the log.
 *
 * @param entries the number of them
 * @param lastIndex the index of the last one; -1 if there is none
 * @param twice numbers that two entries have, in the order in which that was noticed, at most {@link #MOST_TWICE}
 */
public record LoggedStream(String name, SequenceNumbers numbers, long entries, long lastIndex, List<Long> twice) {
    static final String ID = "_id";
    static final String VERSION = "version";
    static final String GAP = "gap";
    /** More say nothing that an auditor would not look up in the log by then. */
    static final int MOST_TWICE = 16;

    private static final String NUMBERS = "numbers";
    private static final String ENTRIES = "entries";
    private static final String LAST_INDEX = "lastIndex";
    private static final String TWICE = "twice";
    private static final String MAC = "mac";

    public LoggedStream {
        twice = List.copyOf(twice);
    }

    static LoggedStream none(String name) {
        return new LoggedStream(name, SequenceNumbers.NONE, 0, -1, List.of());
    }

    /** The stream with one entry more; entries are added in the order of the log, and one that was added before changes nothing. */
    LoggedStream plus(long number, long index) {
        if (index <= lastIndex) {
            return this;
        }
        SequenceNumbers one = SequenceNumbers.of(number, number);
        List<Long> again = new ArrayList<>(twice);
        if (!numbers.and(one).isEmpty() && again.size() < MOST_TWICE && !again.contains(number)) {
            again.add(number);
        }
        return new LoggedStream(name, numbers.plus(one), entries + 1, index, again);
    }

    /** Empty for a document that this service did not write, or that somebody changed. */
    static Optional<LoggedStream> read(Document document, String view, ViewSeal.Opened seal) {
        try {
            LoggedStream stream = new LoggedStream(
                    document.getString(ID),
                    new SequenceNumbers(document.getList(NUMBERS, Document.class).stream()
                            .map(range -> new Range(range.getLong("from"), range.getLong("to")))
                            .toList()),
                    document.getLong(ENTRIES),
                    document.getLong(LAST_INDEX),
                    document.getList(TWICE, Long.class, List.of()));
            return document.containsKey(GAP) == stream.hasGap() && seal.isMac(document.get(MAC), view, stream.content())
                    ? Optional.of(stream)
                    : Optional.empty();
        } catch (IllegalArgumentException | ClassCastException | NullPointerException notOurs) {
            // An attacker may have put anything there.
            return Optional.empty();
        }
    }

    Document write(long version, String view, ViewSeal.Opened seal) {
        Document document = new Document(ID, name)
                .append(VERSION, version)
                .append(
                        NUMBERS,
                        numbers.ranges().stream()
                                .map(range -> new Document("from", range.from()).append("to", range.to()))
                                .toList())
                .append(ENTRIES, entries)
                .append(LAST_INDEX, lastIndex);
        if (!twice.isEmpty()) {
            document.append(TWICE, twice);
        }
        if (hasGap()) {
            document.append(GAP, true);
        }
        return document.append(MAC, seal.mac(view, content()));
    }

    private boolean hasGap() {
        return numbers.last() > numbers.through();
    }

    private String content() {
        StringBuilder content = new StringBuilder();
        content.append(entries).append(' ').append(lastIndex);
        numbers.ranges()
                .forEach(range ->
                        content.append(' ').append(range.from()).append('-').append(range.to()));
        twice.forEach(number -> content.append(" twice ").append(number));
        // Last, as it may be anything.
        return content.append(' ').append(name).toString();
    }
}
