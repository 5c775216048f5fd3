/** The versions of the keys of events: lists them, counts what still names them, and destroys those that nothing names. */
@NullMarked
package org.healthpassport.aggregates.eventkey;

import org.jspecify.annotations.NullMarked;
