package org.healthpassport.api.consent.representative;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthpassport.api.access.decision.AccessScope;

/** A right that a representative can have. */
public enum RepresentativeRight {
    READ(AccessScope.RECORDS_READ, AccessScope.DOCUMENTS_READ),
    WRITE(AccessScope.RECORDS_WRITE, AccessScope.DOCUMENTS_WRITE),
    /** QR codes and download links. */
    SHARE(AccessScope.SHARE, AccessScope.DOCUMENTS_LINK),
    /** Consents, requests for them, and representatives. */
    CONSENT(AccessScope.CONSENT);

    private final Set<AccessScope> scopes;

    RepresentativeRight(AccessScope... scopes) {
        this.scopes = Set.of(scopes);
    }

    /** Everything that some rights allow together. */
    static Set<AccessScope> scopes(Collection<RepresentativeRight> rights) {
        return rights.stream().flatMap(right -> right.scopes.stream()).collect(Collectors.toSet());
    }
}
