package org.healthpassport.audit.trail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.EntryDetail;
import org.healthpassport.audit.keys.DetailSeal;
import org.healthpassport.audit.keys.OpenedDetail;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.LogView;
import org.healthpassport.audit.tile.Entry;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the auditors' requests about patients by reading the log itself: the search index could lack some, as an attacker
 * who controls the database can remove rows, but no entries. Blocks.
 */
final class AuditorsRequests {
    /** Eight bundles at a time, which take milliseconds. */
    private static final int MOST_ENTRIES = 2048;
    /** Canonical JSON spells it in one way, so that other entries need not be parsed. */
    private static final String OURS = "\"source\":\"" + AuditEntry.OURSELVES + '"';

    private final CommittedLog log;
    private final DetailSeal seal;

    AuditorsRequests(CommittedLog log, DetailSeal seal) {
        this.log = log;
        this.seal = seal;
    }

    /** Those among the signed entries from an index on, in order; looks at some thousand entries only. */
    LookUps from(long first, int limit) throws IOException {
        long signed = log.signed().map(latest -> latest.checkpoint().size()).orElse(0L);
        LogView view = log.committed();
        long end = Math.min(Math.min(signed, view.size()), first + MOST_ENTRIES);
        if (end <= first) {
            return new LookUps(List.of(), first);
        }
        List<LookUps.LookUp> found = new ArrayList<>();
        long index = first;
        for (Entry entry : view.entries(first, end)) {
            Optional<LookUps.LookUp> lookUp = lookUp(index, entry);
            if (lookUp.isPresent()) {
                found.add(lookUp.get());
            }
            index++;
            if (found.size() == limit) {
                break;
            }
        }
        return new LookUps(found, index);
    }

    private Optional<LookUps.LookUp> lookUp(long index, Entry entry) throws IOException {
        if (!new String(entry.bytes(), ISO_8859_1).contains(OURS)) {
            return Optional.empty();
        }
        AuditEntry content = AuditEntry.read(entry).filter(AuditEntry::isOurs).orElse(null);
        String patient = content == null ? null : content.patient();
        if (content == null || patient == null) {
            return Optional.empty();
        }
        return Optional.of(new LookUps.LookUp(
                index,
                content.eventId(),
                content.time().toString(),
                content.type(),
                content.action().code(),
                content.outcome().code(),
                content.actor().id(),
                content.actor().role(),
                patient,
                requestId(content)));
    }

    private @Nullable String requestId(AuditEntry content) throws IOException {
        EntryDetail detail = content.detail();
        if (detail == null || !(seal.open(content.eventId(), detail) instanceof OpenedDetail.Open open)) {
            return null;
        }
        try {
            return JsonMapper.shared().readTree(open.json()).path("requestId").asString("");
        } catch (JacksonException notJson) {
            return null;
        }
    }
}
