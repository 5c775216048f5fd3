package org.healthpassport.api.record.share;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.fhir.catalog.ClinicalRecord;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.catalog.RecordType.Nature;
import org.healthpassport.fhir.catalog.Section;
import org.healthpassport.fhir.summary.Importance;
import org.healthpassport.fhir.summary.Mistakes;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the records that a summary shows while those of a patient are read, type by type: sections that every summary must
 * have first. Records that were entered in error are in no section and take no place.
 *
 * <p>Things such as an Organization come only as far as shown records refer to them. A Device is shown by the statements of
 * its use, as in the International Patient Summary: they say whether the patient has it still. If all statements of its use
 * were entered in error, nobody says that the patient has it. But a Device without any statement is a record of its own,
 * since systems record implants so, and nobody may miss a pacemaker.
 */
final class SummaryReading {
    private static final List<Section> FIRST =
            List.of(Section.ALLERGIES, Section.PROBLEMS, Section.MEDICATIONS, Section.IMMUNIZATIONS, Section.DEVICES);

    /** The sections that are read to their end, whatever is in them, and have the most room. */
    private static final Set<Section> ESSENTIAL = Set.copyOf(FIRST.subList(0, 4));

    /** The types of records that have a section of their own, in the order of reading. */
    static final List<RecordType> TYPES = Arrays.stream(RecordType.values())
            .filter(type -> type.nature() != Nature.THING)
            .sorted(Comparator.comparingInt(type -> rank(type.section())))
            .toList();

    private static final int MOST_OF_ESSENTIAL = 200;
    private static final int MOST_OF_OTHERS = 50;

    /** All sections and things together stay below the 5 MiB that readers of links can open. */
    private static final int BYTES_OF_ESSENTIAL = 576 << 10;

    private static final int BYTES_OF_OTHERS = 96 << 10;
    private static final int BYTES_OF_THINGS = 256 << 10;
    private static final int REFERRED_AT_MOST = 500;

    /** Of a type of things that happened, such as results: older ones are rarely worth the seconds that they take. */
    private static final int EVENTS_AT_MOST = 2_000;

    /** A third of what a patient may have by default, so that an opening takes a few seconds at most. */
    private static final long READ_AT_MOST = 64L << 20;

    private final SharedHeads heads;
    private final Map<String, SharedHead> byAddress = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<RecordType, List<SharedHead>> byType = new EnumMap<>(RecordType.class);
    private final Map<Section, SectionShelf> shelves = new EnumMap<>(Section.class);
    private final Map<String, SharedRecord> things = new LinkedHashMap<>();
    private final Set<String> mistakes = new HashSet<>();
    private final Set<String> used = new HashSet<>();
    private final Set<String> followed = new HashSet<>();
    private final List<ReadResult<?>> seen = new ArrayList<>();
    private long bytesRead;
    private int bytesOfThings;

    SummaryReading(SharedHeads heads) {
        this.heads = heads;
        seen.addAll(heads.broken());
        for (SharedHead head : heads.heads()) {
            places.put(head.recordId(), places.size());
            byAddress.put(address(head.type(), head.recordId()), head);
            byType.computeIfAbsent(head.type(), none -> new ArrayList<>()).add(head);
        }
        if (!heads.complete()) {
            Arrays.stream(Section.values())
                    .filter(section -> section != Section.NONE)
                    .forEach(section -> shelf(section).noteUnread());
        }
    }

    /** Newest first. */
    List<SharedHead> heads(RecordType type) {
        return byType.getOrDefault(type, List.of());
    }

    List<SharedHead> devicesWithoutUse() {
        return heads(RecordType.DEVICE).stream()
                .filter(device -> !used.contains(address(device.type(), device.recordId())))
                .toList();
    }

    Turn begin(RecordType type, List<SharedHead> ofType) {
        return new Turn(type, ofType);
    }

    /** The records to which those that will be shown refer, as far as they were not looked at yet. */
    List<SharedHead> referred() {
        shown().map(SharedRecord::recordId).forEach(followed::add);
        return shown().flatMap(record -> Mistakes.references(record.resource()))
                .map(byAddress::get)
                .filter(head -> head != null && !isKnown(head))
                .distinct()
                .limit(REFERRED_AT_MOST)
                .toList();
    }

    void takeReferred(ReadResult<SharedRecord> found) {
        note(found);
        found.ifReadable().ifPresent(this::takeReferred);
    }

    private void takeReferred(SharedRecord record) {
        followed.add(record.recordId());
        ObjectNode resource = record.resource();
        ClinicalRecord.of(resource).ifPresent(known -> {
            int cost = SectionShelf.cost(record.bytes());
            if (Mistakes.isMistake(resource)) {
                mistakes.add(address(known.type(), record.recordId()));
            } else if (known.type().nature() == Nature.THING && bytesOfThings + cost <= BYTES_OF_THINGS) {
                bytesOfThings += cost;
                things.put(record.recordId(), record);
            }
        });
    }

    private boolean isKnown(SharedHead head) {
        return followed.contains(head.recordId()) || mistakes.contains(address(head.type(), head.recordId()));
    }

    /** All results, without what was read. */
    List<ReadResult<?>> seen() {
        return List.copyOf(seen);
    }

    SharedSummary summary() {
        shown().forEach(record -> Mistakes.takeBack(record.resource(), mistakes));
        return new SharedSummary(
                shelves.values().stream().map(SectionShelf::toShare).toList(),
                List.copyOf(things.values()),
                heads.broken().size());
    }

    private Stream<SharedRecord> shown() {
        return Stream.concat(
                shelves.values().stream().flatMap(shelf -> shelf.records().stream()), things.values().stream());
    }

    private int place(SharedHead head) {
        return Objects.requireNonNull(places.get(head.recordId()));
    }

    private void note(ReadResult<SharedRecord> found) {
        seen.add(found.map(SharedRecord::recordId));
    }

    private SectionShelf shelf(Section section) {
        boolean essential = ESSENTIAL.contains(section);
        return shelves.computeIfAbsent(
                section,
                one -> new SectionShelf(
                        one,
                        essential ? MOST_OF_ESSENTIAL : MOST_OF_OTHERS,
                        essential ? BYTES_OF_ESSENTIAL : BYTES_OF_OTHERS));
    }

    private static Set<Section> sections(RecordType type) {
        return type == RecordType.OBSERVATION
                ? Set.of(Section.RESULTS, Section.VITAL_SIGNS, Section.SOCIAL_HISTORY)
                : Set.of(type.section());
    }

    private static String address(RecordType type, String id) {
        return type.fhirName() + '/' + id;
    }

    private static int rank(Section section) {
        return FIRST.contains(section) ? FIRST.indexOf(section) : FIRST.size() + section.ordinal();
    }

    /** The reading of the records of one type, newest first. */
    final class Turn {
        private final RecordType type;
        private final List<SharedHead> ofType;
        private int taken;

        private Turn(RecordType type, List<SharedHead> ofType) {
            this.type = type;
            this.ofType = ofType;
        }

        /**
         * False if the next record and all behind it are not needed. Something that happened never is past, so older ones
         * of it cannot be more important than newer ones.
         */
        boolean goesOn() {
            if (taken >= ofType.size() || bytesRead + ofType.get(taken).bytes() > READ_AT_MOST) {
                return false;
            }
            Importance next = Importance.ofEvent(place(ofType.get(taken)));
            return type.nature() != Nature.EVENT
                    || ESSENTIAL.contains(type.section())
                    || sections(type).stream()
                            .anyMatch(section -> shelf(section).hasRoomFor(next));
        }

        void take(ReadResult<SharedRecord> found) {
            note(found);
            int place = place(ofType.get(taken++));
            found.ifReadable()
                    .ifPresentOrElse(
                            record -> take(record, place),
                            () -> shelf(type.section()).noteUnreadable());
        }

        private void take(SharedRecord record, int place) {
            bytesRead += record.bytes();
            ObjectNode resource = record.resource();
            if (type == RecordType.DEVICE_USE_STATEMENT) {
                Mistakes.references(resource.path("device")).forEach(used::add);
            }
            if (Mistakes.isMistake(resource)) {
                mistakes.add(address(type, record.recordId()));
            } else {
                ClinicalRecord.of(resource)
                        .ifPresent(known -> shelf(known.section()).put(Importance.of(known, resource, place), record));
            }
        }

        void end() {
            if (taken < ofType.size()) {
                sections(type).forEach(section -> shelf(section).noteUnread());
            }
        }
    }
}
