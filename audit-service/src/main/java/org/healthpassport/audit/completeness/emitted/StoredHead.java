package org.healthpassport.audit.completeness.emitted;

import java.time.Instant;
import java.util.Optional;

/**
 * The head of an aggregate as it is stored.
 *
 * @param last the number of its last event; 0 before the first one, and for a document that does not say it
 * @param whole false for a document that does not say it
 * @param waitingSince the time of its first event that waits to be sent; empty if none waits
 */
public record StoredHead(String id, long last, boolean whole, Optional<Instant> waitingSince) {}
