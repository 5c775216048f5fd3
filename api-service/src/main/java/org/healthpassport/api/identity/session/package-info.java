/** Sessions: they begin with a login, live by refresh tokens that are used once, and are listed and ended. */
@NullMarked
package org.healthpassport.api.identity.session;

import org.jspecify.annotations.NullMarked;
