/** Checks access tokens, which api-service issues and every service accepts, and those with which it reads the audit log. */
@NullMarked
package org.healthpassport.edge.token;

import org.jspecify.annotations.NullMarked;
