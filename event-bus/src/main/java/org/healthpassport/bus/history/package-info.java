/** Reads what topics still have, beside the consumers that follow them. */
@NullMarked
package org.healthpassport.bus.history;

import org.jspecify.annotations.NullMarked;
