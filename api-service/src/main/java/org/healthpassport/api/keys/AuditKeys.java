package org.healthpassport.api.keys;

import org.healthpassport.vault.key.SubjectKeys;

/** The audit keys of one subject, and the pseudonym that stands for it in entries and names the keys there. */
public record AuditKeys(String pseudonym, SubjectKeys keys) {}
