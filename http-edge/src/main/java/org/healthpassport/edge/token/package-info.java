/** Checks access tokens, which api-service issues and every service accepts. */
@NullMarked
package org.healthpassport.edge.token;

import org.jspecify.annotations.NullMarked;
