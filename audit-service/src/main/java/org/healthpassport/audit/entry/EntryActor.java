package org.healthpassport.audit.entry;

import org.jspecify.annotations.Nullable;

/**
 * The actor of an entry.
 *
 * @param id of the account, path of the service, or {@code anonymous}
 * @param role of the account, {@code SERVICE} or {@code ANONYMOUS}
 * @param organization id of the hospital on whose behalf the account acted
 */
public record EntryActor(String id, String role, @Nullable String organization) {
    public static EntryActor service(String path) {
        return new EntryActor(path, "SERVICE", null);
    }

    public static EntryActor account(String id, String role) {
        return new EntryActor(id, role, null);
    }
}
