package org.healthpassport.audit.log.write;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.audit.entry.FindingEntries;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.log.EntryPosition;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.LogView;
import org.healthpassport.audit.log.StoredFileCache;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries that the log does not have yet. The rows that say where an event is are only hints, because an attacker
 * who controls the database can change them: the entry at that place, and the id in it, decide.
 */
final class Deduplication {
    private final LogStore store;
    private final StoredFileCache files;

    Deduplication(LogStore store, StoredFileCache files) {
        this.store = store;
        this.files = files;
    }

    /**
     * Returns the entries that a log of this state does not have, each once and in order. An entry that has the id of another
     * event is refused; an entry that records the refusal follows at the end.
     */
    List<IdentifiedEntry> missing(LogState state, List<IdentifiedEntry> entries) throws IOException {
        LogView view = new LogView(state, files);
        Map<String, IdentifiedEntry> missing = new LinkedHashMap<>();
        List<IdentifiedEntry> come = entries;
        while (!come.isEmpty()) {
            Map<String, List<EntryPosition>> positions =
                    store.positions(come.stream().map(IdentifiedEntry::id).collect(toSet())).stream()
                            .collect(groupingBy(EntryPosition::eventId));
            List<IdentifiedEntry> conflicts = new ArrayList<>();
            for (IdentifiedEntry entry : come) {
                switch (compare(view, positions.getOrDefault(entry.id(), List.of()), missing.get(entry.id()), entry)) {
                    case UNRELATED -> missing.put(entry.id(), entry);
                    case CONTRADICTED -> conflicts.add(FindingEntries.ofConflict(entry));
                    case REPEATED -> {
                        // It is there.
                    }
                }
            }
            // The log may have the record of this refusal already.
            come = conflicts;
        }
        return List.copyOf(missing.values());
    }

    private static EntryComparison compare(
            LogView view, List<EntryPosition> positions, @Nullable IdentifiedEntry earlier, IdentifiedEntry come)
            throws IOException {
        if (earlier != null) {
            return EntryComparison.of(earlier.entry(), come) == EntryComparison.REPEATED
                    ? EntryComparison.REPEATED
                    : EntryComparison.CONTRADICTED;
        }
        EntryComparison sameness = EntryComparison.UNRELATED;
        for (EntryPosition position : positions) {
            if (view.has(position)) {
                EntryComparison here = position.leaf().equals(come.entry().leafHash())
                        ? EntryComparison.REPEATED
                        : EntryComparison.of(view.entry(position.index()), come);
                if (here == EntryComparison.REPEATED) {
                    return here;
                }
                sameness = here == EntryComparison.CONTRADICTED ? here : sameness;
            }
        }
        return sameness;
    }
}
