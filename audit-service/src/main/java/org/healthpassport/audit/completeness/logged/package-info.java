/** The sequence numbers of each stream that are in the log. */
@NullMarked
package org.healthpassport.audit.completeness.logged;

import org.jspecify.annotations.NullMarked;
