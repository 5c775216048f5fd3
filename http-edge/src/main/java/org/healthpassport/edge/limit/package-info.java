/** Bounds on requests: how often in a minute, how many at the same time, and how long a form's boundary. */
@NullMarked
package org.healthpassport.edge.limit;

import org.jspecify.annotations.NullMarked;
