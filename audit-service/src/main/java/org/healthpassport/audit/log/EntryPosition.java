package org.healthpassport.audit.log;

import org.healthpassport.audit.merkle.Hash;

/**
 * A writer's note that it puts an event at an index. It may have been superseded before it committed that: only a log that has
 * this leaf at this index has the event there.
 */
public record EntryPosition(String eventId, long index, Hash leaf) {}
