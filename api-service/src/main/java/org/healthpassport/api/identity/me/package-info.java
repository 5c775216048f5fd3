/** The caller's own account. */
@NullMarked
package org.healthpassport.api.identity.me;

import org.jspecify.annotations.NullMarked;
