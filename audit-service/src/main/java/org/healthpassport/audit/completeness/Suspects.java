package org.healthpassport.audit.completeness;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Numbers that are not in the log though they were sent: most of them are on their way. */
final class Suspects {
    private final Duration patience;
    private Map<String, Suspect> suspects = new HashMap<>();

    /** @param patience after which a number is missing */
    Suspects(Duration patience) {
        this.patience = patience;
    }

    Duration patience() {
        return patience;
    }

    private record Suspect(Numbers numbers, Instant since) {}

    /** What to make of what was just found: those whose time is up. The others are waited for. */
    Map<String, Numbers> judge(Map<String, Numbers> found, Instant now) {
        Map<String, Numbers> missing = new HashMap<>();
        Map<String, Suspect> next = new HashMap<>();
        found.forEach((stream, numbers) -> {
            Suspect before = suspects.getOrDefault(stream, new Suspect(numbers, now));
            Numbers still = before.numbers().and(numbers);
            if (still.isEmpty()) {
                next.put(stream, new Suspect(numbers, now));
            } else if (now.isBefore(before.since().plus(patience))) {
                next.put(stream, new Suspect(still, before.since()));
            } else {
                missing.put(stream, still);
            }
        });
        suspects = next;
        return missing;
    }
}
