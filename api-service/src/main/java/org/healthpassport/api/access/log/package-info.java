/** Records who reads, who is refused and who logs in, durably and before any answer goes out. */
@NullMarked
package org.healthpassport.api.access.log;

import org.jspecify.annotations.NullMarked;
