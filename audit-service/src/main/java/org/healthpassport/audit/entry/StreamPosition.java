package org.healthpassport.audit.entry;

import org.jspecify.annotations.Nullable;

/**
 * The place of an event among those of its aggregate or producer.
 *
 * @param id of the aggregate, or of the producer of access events
 * @param sequence gapless from 1; none for the reports of workers
 */
public record StreamPosition(String id, @Nullable Long sequence) {}
