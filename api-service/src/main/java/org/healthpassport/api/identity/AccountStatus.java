package org.healthpassport.api.identity;

/** Whether an account may be used. */
public enum AccountStatus {
    ACTIVE
}
