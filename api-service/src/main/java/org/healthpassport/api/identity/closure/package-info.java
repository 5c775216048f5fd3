/** Closure of accounts by their owners. */
@NullMarked
package org.healthpassport.api.identity.closure;

import org.jspecify.annotations.NullMarked;
