/** Bounds the time of connections: slow requests, answers that are not taken, and requests that are refused midway. */
@NullMarked
package org.healthpassport.edge.connection;

import org.jspecify.annotations.NullMarked;
