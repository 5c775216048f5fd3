package org.healthpassport.audit.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.EntryDetail;
import org.healthpassport.audit.keys.DetailSeal;
import org.healthpassport.audit.keys.OpenedDetail;
import org.healthpassport.audit.keys.Pseudonyms;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.EntryPosition;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.LogView;
import org.healthpassport.audit.proof.Proofs;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.audit.tile.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The entries about one patient. Rows that say where an event is are only hints, because an attacker who controls the
 * database can change them: the entry at that place, with the id and the patient in it, decides. Only signed entries count, so
 * whoever learns an index can have its proof. Blocks.
 */
final class PatientEntries {
    /** About 300 bytes each. */
    private static final int REMEMBERED_PLACES = 50_000;

    private final CommittedLog log;
    private final LogStore store;
    private final Pseudonyms pseudonyms;
    private final Proofs proofs;
    private final DetailSeal seal;
    private final DamagedFiles damagedFiles;
    /** By event id. An entry never leaves its place, so what was found once is true for good. */
    private final Cache<String, Place> places =
            Caffeine.newBuilder().maximumSize(REMEMBERED_PLACES).build();

    PatientEntries(
            CommittedLog log,
            LogStore store,
            Pseudonyms pseudonyms,
            Proofs proofs,
            DetailSeal seal,
            DamagedFiles damagedFiles) {
        this.log = log;
        this.store = store;
        this.pseudonyms = pseudonyms;
        this.proofs = proofs;
        this.seal = seal;
        this.damagedFiles = damagedFiles;
    }

    /** @param patient the pseudonym in the entry; null if it names none */
    private record Place(long index, @Nullable String patient) {}

    /** The indexes of those events that are about the patient and whose entries are signed, by event id. */
    Map<String, Long> indexes(String patientId, List<String> eventIds) throws IOException {
        String pseudonym = pseudonyms.of(patientId).orElse(null);
        if (pseudonym == null) {
            return Map.of();
        }
        Map<String, Place> found = new HashMap<>(places.getAllPresent(eventIds));
        Set<String> others = new HashSet<>(eventIds);
        others.removeAll(found.keySet());
        found.putAll(find(others));
        Map<String, Long> indexes = new HashMap<>();
        found.forEach((eventId, place) -> {
            if (pseudonym.equals(place.patient())) {
                indexes.put(eventId, place.index());
            }
        });
        return indexes;
    }

    /** The entry at an index; empty if it is not about the patient, or there is none. */
    Optional<ProvenEntry> proven(String patientId, long index) throws IOException {
        String pseudonym = pseudonyms.of(patientId).orElse(null);
        long signed = signedSize();
        LogView view = log.committed();
        if (pseudonym == null || index >= Math.min(signed, view.size())) {
            return Optional.empty();
        }
        Entry entry = view.entry(index);
        AuditEntry content = AuditEntry.read(entry).orElse(null);
        return content == null || !pseudonym.equals(content.patient())
                ? Optional.empty()
                : Optional.of(proven(index, entry, content, pseudonym));
    }

    private ProvenEntry proven(long index, Entry entry, AuditEntry content, String pseudonym) throws IOException {
        String proof = new String(proofs.file(index).bytes(), UTF_8);
        EntryDetail detail = content.detail();
        if (detail == null) {
            return new ProvenEntry(index, entry.bytes(), null, null, "NONE", proof);
        }
        if (!detail.keyId().equals(pseudonym)) {
            // An auditor's question is sealed by this service: it can be about others as well.
            return new ProvenEntry(index, entry.bytes(), null, null, "NOT_OF_PATIENT", proof);
        }
        return seal.open(content.eventId(), detail) instanceof OpenedDetail.Open open
                ? new ProvenEntry(index, entry.bytes(), open.json(), open.salt(), "OPEN", proof)
                : new ProvenEntry(index, entry.bytes(), null, null, "SEALED", proof);
    }

    private Map<String, Place> find(Set<String> eventIds) throws IOException {
        if (eventIds.isEmpty()) {
            return Map.of();
        }
        long signed = signedSize();
        LogView view = log.committed();
        long end = Math.min(signed, view.size());
        List<EntryPosition> hints = store.positions(eventIds).stream()
                .filter(hint -> hint.index() >= 0 && hint.index() < end)
                .sorted(Comparator.comparingLong(EntryPosition::index))
                .toList();
        Map<String, Place> found = new HashMap<>();
        for (EntryPosition hint : hints) {
            read(view, hint.index())
                    .filter(entry -> entry.eventId().equals(hint.eventId()))
                    .ifPresent(entry -> found.putIfAbsent(hint.eventId(), new Place(hint.index(), entry.patient())));
        }
        places.putAll(found);
        return found;
    }

    /** One damaged file must not hide the places of all other entries. */
    private Optional<AuditEntry> read(LogView view, long index) throws IOException {
        try {
            return AuditEntry.read(view.entry(index));
        } catch (DamagedLogFile damaged) {
            damagedFiles.report(damaged, index, index + 1);
            return Optional.empty();
        }
    }

    /** As the checkpoint says, whose signature is verified with a proof only. Asked first, so that the log has as many. */
    private long signedSize() throws IOException {
        return log.signed().map(signed -> signed.checkpoint().size()).orElse(0L);
    }
}
