/** Access tokens: issued here, and checked on every request. */
@NullMarked
package org.healthpassport.api.identity.token;

import org.jspecify.annotations.NullMarked;
