package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.tile.BundleId;
import org.healthpassport.audit.tile.EntryBundle;
import org.healthpassport.audit.tile.LogLayout;
import org.healthpassport.audit.verify.LogVerifier;
import org.healthpassport.audit.verify.Verdict;
import org.healthpassport.audit.verify.source.LogSite;

/** The audit log, read from its public files alone with an auditor's token. */
final class AuditTrail {
    private final LogSite site;
    private final VerifierKey key;

    /** @param log the address of the log */
    AuditTrail(URI log, ApiClient client, String auditorToken) throws IOException, InterruptedException {
        this.site = new LogSite(log, Optional.of(auditorToken));
        this.key = VerifierKey.parse(
                new String(client.get(URI.create(log + "/vkey")).body(), UTF_8).strip());
    }

    /** All signed entries in the order of the log. */
    List<AuditEntry> entries() throws IOException {
        long size = Checkpoint.open(SignedNote.parse(site.checkpoint().orElseThrow()), key)
                .size();
        return new LogLayout(size)
                .bundles()
                .flatMap(bundle -> read(bundle).entries().stream())
                .map(AuditEntry::parse)
                .toList();
    }

    /** The result of a check of all files of the log. */
    Verdict verdict() throws IOException {
        return new LogVerifier(site, key, entries -> {}).verify(Optional.empty());
    }

    private EntryBundle read(BundleId bundle) {
        try {
            return EntryBundle.read(bundle, site);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
