/** The security that all services share: no sessions, access tokens, and the routes that need none. */
@NullMarked
package org.healthpassport.edge.security;

import org.jspecify.annotations.NullMarked;
