/** The login at the embedded store: SCRAM-SHA-256 for its one user, once for each connection. */
@NullMarked
package org.healthpassport.embedded.store.login;

import org.jspecify.annotations.NullMarked;
