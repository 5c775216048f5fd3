package org.healthpassport.api.identity;

/** Whether an account may be used. */
public enum AccountStatus {
    /** Somebody has to vouch for it first: until then it may log in and see that it waits, and nothing else. */
    PENDING,
    ACTIVE
}
