/** The last number of each stream of events, in clear in MongoDB, for comparison with the audit log. */
@NullMarked
package org.healthpassport.aggregates.head;

import org.jspecify.annotations.NullMarked;
