/** Reads the bus, all of it and for ever, and makes it the log. */
@NullMarked
package org.healthpassport.audit.ingest;

import org.jspecify.annotations.NullMarked;
