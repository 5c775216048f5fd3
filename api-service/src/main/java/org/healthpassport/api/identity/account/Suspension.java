package org.healthpassport.api.identity.account;

import org.jspecify.annotations.Nullable;

/**
 * The suspension of an account.
 *
 * @param hospitalId the hospital that suspended its doctor; null if an administrator suspended the account
 * @param before the status of the account without the suspension
 */
public record Suspension(@Nullable String hospitalId, AccountStatus before) {}
