/** Conditions of requests on the versions of what they read and change (RFC 9110, 13). */
@NullMarked
package org.healthpassport.edge.condition;

import org.jspecify.annotations.NullMarked;
