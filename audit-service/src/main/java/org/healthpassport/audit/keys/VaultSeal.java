package org.healthpassport.audit.keys;

import java.io.IOException;
import java.util.Optional;
import org.healthpassport.audit.entry.EntryDetail;
import org.healthpassport.audit.keys.AuditKeys.NamedKeys;
import org.healthpassport.vault.audit.SealedDetail;
import org.healthpassport.vault.key.SealBroken;

/** Seals details with the audit keys of this service, and opens those of any subject. */
public final class VaultSeal implements DetailSeal {
    private final AuditKeys keys;

    public VaultSeal(AuditKeys keys) {
        this.keys = keys;
    }

    @Override
    public EntryDetail seal(String eventId, byte[] detail) throws IOException {
        NamedKeys own = keys.own();
        SealedDetail sealed = SealedDetail.seal(own.keys(), eventId, detail);
        return new EntryDetail(own.pseudonym(), sealed.sealed(), sealed.commitment());
    }

    @Override
    public OpenedDetail open(String eventId, EntryDetail detail) throws IOException {
        try {
            Optional<NamedKeys> named = keys.ofPseudonym(detail.keyId());
            if (named.isEmpty()) {
                return new OpenedDetail.KeysDestroyed();
            }
            SealedDetail.Opened opened = new SealedDetail(detail.sealed(), detail.commitment())
                    .openWithSalt(named.get().keys(), eventId);
            return new OpenedDetail.Open(opened.detail(), opened.salt());
        } catch (SealBroken broken) {
            return new OpenedDetail.Sealed();
        }
    }
}
