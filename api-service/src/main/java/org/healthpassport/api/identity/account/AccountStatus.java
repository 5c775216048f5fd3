package org.healthpassport.api.identity.account;

/** The status of an account. */
public enum AccountStatus {
    /** Somebody has to show first that they read mail for its address, which is nobody's until then. */
    UNCONFIRMED,
    /** Somebody has to vouch for the account first: until then it may log in and see its status, and nothing else. */
    PENDING,
    ACTIVE,
    /** No token of the account counts any more, and it cannot log in. */
    SUSPENDED,
    /** Its owner closed the account: the same, for good, unless the reader of a former address takes it back. */
    CLOSED
}
