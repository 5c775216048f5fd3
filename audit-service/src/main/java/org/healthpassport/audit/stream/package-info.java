/** Sets of the numbers of events in a stream. */
@NullMarked
package org.healthpassport.audit.stream;

import org.jspecify.annotations.NullMarked;
