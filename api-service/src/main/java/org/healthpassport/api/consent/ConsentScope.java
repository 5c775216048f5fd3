package org.healthpassport.api.consent;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthpassport.api.access.decision.AccessScope;

/** The things that a consent allows. Those that write include those that read. */
public enum ConsentScope {
    RECORDS_READ(AccessScope.RECORDS_READ),
    RECORDS_WRITE(AccessScope.RECORDS_WRITE),
    DOCUMENTS_READ(AccessScope.DOCUMENTS_READ, AccessScope.DOCUMENTS_LINK),
    DOCUMENTS_WRITE(AccessScope.DOCUMENTS_WRITE, AccessScope.DOCUMENTS_LINK);

    private final Set<AccessScope> allowed;

    ConsentScope(AccessScope... allowed) {
        this.allowed = Set.of(allowed);
    }

    /** The things that somebody who gives a consent must be allowed to do; its links come with the documents. */
    public static Set<AccessScope> toGive(Collection<ConsentScope> scopes) {
        return allowed(scopes).stream()
                .filter(scope -> scope != AccessScope.DOCUMENTS_LINK)
                .collect(Collectors.toSet());
    }

    /** Tells whether some scopes allow everything that this one does. */
    boolean isWithin(Collection<ConsentScope> scopes) {
        Set<AccessScope> most = allowed(scopes);
        return allowed.stream().allMatch(one -> most.stream().anyMatch(other -> other.includes(one)));
    }

    /** Everything that some scopes allow together. */
    static Set<AccessScope> allowed(Collection<ConsentScope> scopes) {
        return scopes.stream().flatMap(scope -> scope.allowed.stream()).collect(Collectors.toSet());
    }
}
