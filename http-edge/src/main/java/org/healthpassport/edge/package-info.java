/** The edge of every HTTP service: connections, requests, limits, JSON, problems, and the answer to failures. */
@NullMarked
package org.healthpassport.edge;

import org.jspecify.annotations.NullMarked;
