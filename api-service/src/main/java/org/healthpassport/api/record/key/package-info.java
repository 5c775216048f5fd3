/** The parts of a record by which it is found: codes, identifiers, and its clinical date. */
@NullMarked
package org.healthpassport.api.record.key;

import org.jspecify.annotations.NullMarked;
