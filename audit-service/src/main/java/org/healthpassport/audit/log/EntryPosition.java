package org.healthpassport.audit.log;

import org.healthpassport.audit.merkle.Hash;

/**
 * A writer's note that it puts an event at an index. The writer may have been superseded before it committed: the event is
 * there only if the log has this leaf at this index.
 */
public record EntryPosition(String eventId, long index, Hash leaf) {}
