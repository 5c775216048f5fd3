/** The streams that api-service says it emitted, and the work that it waits for. */
@NullMarked
package org.healthpassport.audit.completeness.emitted;

import org.jspecify.annotations.NullMarked;
