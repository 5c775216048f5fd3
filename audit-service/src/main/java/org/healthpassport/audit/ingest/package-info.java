/** Reads every event from the bus and appends it to the log. */
@NullMarked
package org.healthpassport.audit.ingest;

import org.jspecify.annotations.NullMarked;
