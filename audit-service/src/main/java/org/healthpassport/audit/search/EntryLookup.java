package org.healthpassport.audit.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.EntryDetail;
import org.healthpassport.audit.keys.DetailSeal;
import org.healthpassport.audit.keys.OpenedDetail;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.proof.InclusionAnswer;
import org.healthpassport.audit.proof.Proofs;
import org.healthpassport.audit.tile.Entry;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one entry from the log, with its proof and its opened detail. Blocks. */
final class EntryLookup {
    private final CommittedEntries log;
    private final Proofs proofs;
    private final DetailSeal seal;
    private final JsonMapper json;

    EntryLookup(CommittedEntries log, Proofs proofs, DetailSeal seal, JsonMapper json) {
        this.log = log;
        this.proofs = proofs;
        this.seal = seal;
        this.json = json;
    }

    Optional<Entry> entry(long index) throws IOException {
        return index < log.size() ? Optional.of(log.entries(index, index + 1).get(0)) : Optional.empty();
    }

    Optional<EntryAnswer> of(long index) throws IOException {
        Optional<Entry> entry = entry(index);
        return entry.isEmpty() ? Optional.empty() : Optional.of(answer(index, entry.get()));
    }

    /** The entries of a page that have a detail, from the log. */
    List<Detailed> detailed(EntryPage page) throws IOException {
        List<Detailed> detailed = new ArrayList<>();
        for (Map<String, Object> item : page.items()) {
            long index = EntryRow.index(item);
            AuditEntry content =
                    AuditEntry.read(log.entries(index, index + 1).get(0)).orElse(null);
            EntryDetail detail = content == null ? null : content.detail();
            if (content != null && detail != null) {
                detailed.add(new Detailed(index, content.eventId(), content.patient(), detail));
            }
        }
        return detailed;
    }

    /** The page with its details opened. */
    EntryPage opened(EntryPage page, List<Detailed> detailed) throws IOException {
        Map<Long, Detailed> byIndex = new HashMap<>();
        detailed.forEach(one -> byIndex.put(one.index(), one));
        List<Map<String, Object>> items = new ArrayList<>();
        for (Map<String, Object> item : page.items()) {
            Detailed one = byIndex.get(EntryRow.index(item));
            items.add(one == null ? item : opened(item, seal.open(one.eventId(), one.detail())));
        }
        return new EntryPage(items, page.nextCursor(), page.log(), page.size());
    }

    private Map<String, Object> opened(Map<String, Object> item, OpenedDetail detail) {
        Map<String, Object> with = new LinkedHashMap<>(item);
        with.put("detailState", state(detail));
        JsonNode tree = detail instanceof OpenedDetail.Open open ? tree(open.json()) : null;
        if (tree != null) {
            with.put("detail", tree);
        }
        return with;
    }

    private EntryAnswer answer(long index, Entry entry) throws IOException {
        Optional<InclusionAnswer> proof = proofs.latest(index);
        OpenedDetail detail = open(entry);
        OpenedDetail.Open open = detail instanceof OpenedDetail.Open opened ? opened : null;
        return new EntryAnswer(
                proofs.number(),
                index,
                tree(entry.bytes()),
                "/api/audit/entries/" + index + "/content",
                entry.leafHash().toString(),
                proof.isPresent() ? "SIGNED" : "COMMITTED",
                proof.orElse(null),
                detail == null ? null : state(detail),
                open == null ? null : tree(open.json()),
                open == null ? null : open.json(),
                open == null ? null : open.salt());
    }

    private @Nullable OpenedDetail open(Entry entry) throws IOException {
        AuditEntry content;
        try {
            content = AuditEntry.parse(entry);
        } catch (IllegalArgumentException notOfThisVersion) {
            return null;
        }
        EntryDetail detail = content.detail();
        return detail == null ? null : seal.open(content.eventId(), detail);
    }

    private static String state(OpenedDetail detail) {
        return detail instanceof OpenedDetail.Open
                ? "OPEN"
                : detail instanceof OpenedDetail.Sealed ? "SEALED" : "KEYS_DESTROYED";
    }

    private @Nullable JsonNode tree(byte[] bytes) {
        try {
            return json.readTree(bytes);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /**
     * An entry with a detail.
     *
     * @param patient a pseudonym
     */
    record Detailed(long index, String eventId, @Nullable String patient, EntryDetail detail) {}
}
