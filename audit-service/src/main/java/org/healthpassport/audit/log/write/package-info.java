/** Appends to the log: one writer at a time, each event once. */
@NullMarked
package org.healthpassport.audit.log.write;

import org.jspecify.annotations.NullMarked;
