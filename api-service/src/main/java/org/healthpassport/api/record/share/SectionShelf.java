package org.healthpassport.api.record.share;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.healthpassport.fhir.catalog.Section;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.summary.Importance;
import org.healthpassport.fhir.summary.ShortForm;

/**
 * The records that a section of a summary shows: the most important ones of those that were put here. If they are too
 * large together, the largest are shortened, as many records in short are worth more than a few as a whole.
 */
final class SectionShelf {
    /** Room for the address of an entry, and for the reference of its section. */
    private static final int AROUND = 350;

    /** Records below this size would not get much smaller. */
    private static final int LARGE = 4 * 1024;

    private final Section section;
    private final int mostRecords;
    private final int mostBytes;
    private final TreeSet<Placed> placed = new TreeSet<>(Comparator.comparing(Placed::importance));
    private int bytes;
    private int leftOut;
    private int unreadable;
    private boolean mayHaveMore;

    SectionShelf(Section section, int mostRecords, int mostBytes) {
        this.section = section;
        this.mostRecords = mostRecords;
        this.mostBytes = mostBytes;
    }

    void put(Importance importance, SharedRecord record) {
        add(new Placed(importance, record, cost(record.bytes()), false));
        while (placed.size() > mostRecords || bytes > mostBytes) {
            if (placed.size() > mostRecords || !shortenLargest()) {
                remove(placed.last());
                leftOut++;
            }
        }
    }

    void noteUnreadable() {
        unreadable++;
    }

    /** Notes that records were not read that may belong here. */
    void noteUnread() {
        mayHaveMore = true;
    }

    /** True if a record of that importance would be shown. */
    boolean hasRoomFor(Importance importance) {
        return leftOut == 0 && placed.size() < mostRecords
                || placed.isEmpty()
                || importance.compareTo(placed.last().importance) < 0;
    }

    /** The most important record first. */
    List<SharedRecord> records() {
        return placed.stream().map(Placed::record).toList();
    }

    SharedSection toShare() {
        int shortened = (int) placed.stream().filter(Placed::isShort).count();
        return new SharedSection(section, records(), leftOut, shortened, unreadable, mayHaveMore);
    }

    /** The bytes that a record takes in a summary: more than in the store, as references can become longer. */
    static int cost(int storedBytes) {
        return storedBytes + storedBytes / 4 + AROUND;
    }

    private boolean shortenLargest() {
        Placed largest = placed.stream()
                .filter(one -> !one.isShort && one.cost > LARGE)
                .max(Comparator.comparingInt(Placed::cost).thenComparing(Placed::importance))
                .orElse(null);
        if (largest == null) {
            return false;
        }
        remove(largest);
        ShortForm.of(largest.record.resource())
                .ifPresentOrElse(
                        shorter -> {
                            int size = FhirJson.write(shorter).length;
                            SharedRecord record = new SharedRecord(
                                    largest.record.recordId(),
                                    largest.record.lastUpdated(),
                                    size,
                                    shorter,
                                    largest.record.annotations());
                            add(new Placed(largest.importance, record, cost(size), true));
                        },
                        () -> leftOut++);
        return true;
    }

    private void add(Placed one) {
        placed.add(one);
        bytes += one.cost;
    }

    private void remove(Placed one) {
        placed.remove(one);
        bytes -= one.cost;
    }

    private record Placed(Importance importance, SharedRecord record, int cost, boolean isShort) {}
}
