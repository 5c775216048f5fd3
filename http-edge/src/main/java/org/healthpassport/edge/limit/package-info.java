/**
 * Bounds on requests: how often in a minute, how many at the same time and in which turn, and how long a form may call
 * its boundary.
 */
@NullMarked
package org.healthpassport.edge.limit;

import org.jspecify.annotations.NullMarked;
