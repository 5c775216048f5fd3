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
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.tile.LogFile;
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
    private final DamagedFiles damagedFiles;

    AuditorsRequests(CommittedLog log, DetailSeal seal, DamagedFiles damagedFiles) {
        this.log = log;
        this.seal = seal;
        this.damagedFiles = damagedFiles;
    }

    /**
     * Those among the signed entries from an index on, in order; looks at some thousand entries only. A damaged bundle is
     * reported and left out, as it must not hide all that follow.
     */
    LookUps from(long first, int limit) throws IOException {
        long signed = log.signed().map(latest -> latest.checkpoint().size()).orElse(0L);
        LogView view = log.committed();
        long end = Math.min(Math.min(signed, view.size()), first + MOST_ENTRIES);
        if (end <= first) {
            return new LookUps(List.of(), first);
        }
        List<LookUps.LookUp> found = new ArrayList<>();
        long next = first;
        while (next < end && found.size() < limit) {
            long endOfBundle = (next / LogFile.FULL_WIDTH + 1) * LogFile.FULL_WIDTH;
            next = find(view, next, Math.min(end, endOfBundle), limit, found);
        }
        return new LookUps(found, next);
    }

    /** Looks into one bundle; gives the index behind the last entry that was looked at. */
    private long find(LogView view, long from, long to, int limit, List<LookUps.LookUp> found) throws IOException {
        List<Entry> entries;
        try {
            entries = view.entries(from, to);
        } catch (DamagedLogFile damaged) {
            damagedFiles.report(damaged, from, to);
            return to;
        }
        long next = from;
        while (next < to && found.size() < limit) {
            lookUp(next, entries.get((int) (next - from))).ifPresent(found::add);
            next++;
        }
        return next;
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
