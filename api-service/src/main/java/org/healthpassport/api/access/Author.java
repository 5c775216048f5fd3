package org.healthpassport.api.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The author of a version of a record.
 *
 * @param hospitalId the organization of a clinician; null for everybody else
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Author(String accountId, Role role, @Nullable String hospitalId) {

    public static Author of(Caller caller) {
        return new Author(caller.accountId(), caller.role(), caller.hospitalId());
    }
}
