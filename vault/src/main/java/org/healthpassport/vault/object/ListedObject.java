package org.healthpassport.vault.object;

import java.time.Instant;

/**
 * An object as a list shows it.
 *
 * @param createdAt by the clock of the store
 */
public record ListedObject(String name, Instant createdAt) {}
