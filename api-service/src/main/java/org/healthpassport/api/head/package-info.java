/** What MongoDB says of each stream of events in the clear, for whoever compares it with the audit log. */
@NullMarked
package org.healthpassport.api.head;

import org.jspecify.annotations.NullMarked;
