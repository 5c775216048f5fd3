package org.healthpassport.audit.entry;

import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param id of the account, path of the service, or {@code anonymous}
 * @param role of the account, {@code SERVICE} or {@code ANONYMOUS}
 * @param organization id of the hospital on whose behalf the account acted
 */
public record Actor(String id, String role, @Nullable String organization) {
    public static Actor service(String path) {
        return new Actor(path, "SERVICE", null);
    }

    public static Actor account(String id, String role) {
        return new Actor(id, role, null);
    }
}
