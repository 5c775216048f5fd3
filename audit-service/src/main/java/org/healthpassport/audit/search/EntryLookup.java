package org.healthpassport.audit.search;

import java.io.IOException;
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

    private EntryAnswer answer(long index, Entry entry) throws IOException {
        Optional<InclusionAnswer> proof = proofs.latest(index);
        OpenedDetail detail = open(entry);
        OpenedDetail.Open open = detail instanceof OpenedDetail.Open opened ? opened : null;
        return new EntryAnswer(
                index,
                tree(entry.bytes()),
                "/api/audit/entries/" + index + "/content",
                entry.leafHash().toString(),
                proof.isPresent() ? "SIGNED" : "COMMITTED",
                proof.orElse(null),
                state(detail),
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

    private static @Nullable String state(@Nullable OpenedDetail detail) {
        if (detail == null) {
            return null;
        }
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
}
