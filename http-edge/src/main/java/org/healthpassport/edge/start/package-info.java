/** The answer to requests that come before the start is over. */
@NullMarked
package org.healthpassport.edge.start;

import org.jspecify.annotations.NullMarked;
