package org.healthpassport.api.record.version;

import static java.util.stream.Collectors.groupingBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of the stored versions are a record's own. Commands that race for a number each write a version of it, and
 * one of them counts. The others lie beside it until they are swept, and whoever can write to the database can put them
 * back. Therefore the head names the newest two versions, and each version the two before it:
 *
 * <pre>
 *   head, at 4 --> 4d, 3c
 *                  4d --> 3c, 2b
 *                  3c --> 2b, 1a        3x --> 2b, 1a   lost the race for 3
 *                  2b --> 1a            2y --> 1a       lost the race for 2
 *                  1a
 * </pre>
 *
 * <p>Every version with number 3, whether it counts or not, was written by a command that had found the record at 2. So
 * all of them name the same 2b, and one that can be read is enough to know it. Since the versions with number 4 name it
 * as well, one damaged version leaves no other in doubt. The names are sealed, so nobody can forge them. They disagree
 * only if somebody put an old head back, and the record was changed from there.
 */
final class Lineage {
    /** The numbers after a version whose versions name it. */
    static final int NAMED_BY = 2;

    private final RecordHead head;
    private final Map<Long, List<Candidate>> candidates;

    /** @param candidates all stored versions with the numbers that are asked for, and with the two after them */
    Lineage(RecordHead head, List<Candidate> candidates) {
        this.head = head;
        this.candidates = candidates.stream()
                .collect(groupingBy(candidate -> candidate.name().number()));
    }

    /** The commands that are said to have written the version with that number; one, unless something is damaged. */
    Set<String> writersOf(long number) {
        int age = Math.toIntExact(Math.min(head.version() - number, NAMED_BY));
        if (age < head.newest().size()) {
            return Set.of(head.newest().get(age));
        }
        Set<String> writers = new HashSet<>();
        for (int distance = 1; distance <= NAMED_BY; distance++) {
            for (Candidate later : with(number + distance)) {
                Origin origin = later.origin();
                if (origin != null && distance <= origin.before().size()) {
                    writers.add(origin.before().get(distance - 1));
                }
            }
        }
        return writers;
    }

    /** The stored versions with that number. */
    List<Candidate> with(long number) {
        return candidates.getOrDefault(number, List.of());
    }

    /**
     * A stored version, which belongs to its record if the record names it.
     *
     * @param origin null if it cannot be read
     */
    record Candidate(VersionName name, @Nullable Origin origin) {}
}
