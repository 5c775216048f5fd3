package org.healthpassport.aggregates.key;

import org.healthpassport.vault.key.SubjectKeys;

/**
 * The audit keys of one subject, and the pseudonym that identifies the subject in entries and the keys in the store.
 */
public record AuditKeys(String pseudonym, SubjectKeys keys) {}
