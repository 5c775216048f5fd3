/** Access tokens: issued here, checked here, on every request. */
@NullMarked
package org.healthpassport.api.identity.token;

import org.jspecify.annotations.NullMarked;
